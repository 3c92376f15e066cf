import { expect, it } from "vitest";
import { NAMED_CHECKS } from "../../../../server/domain/kong-schema/named-checks";

const faultsOf = (name: string, value: unknown) => (NAMED_CHECKS.get(name)?.(value) ?? []).map(({ severity = "error", path }) => [severity, ...(path ?? [])]);

it("a longer period's limit may equal a shorter one's, and not be below", () => {
  expect(faultsOf("validate_periods_order", { second: 5, minute: 5, hour: 9 })).toEqual([]);
  expect(faultsOf("validate_periods_order", { second: 5, hour: 4 })).toEqual([["error", "hour"]]);
});

it("counters are exchanged through Redis only", () => {
  expect(faultsOf("validate_periods_order", { minute: 5, policy: "local", sync_rate: -1 })).toEqual([]);
  expect(faultsOf("validate_periods_order", { minute: 5, policy: "redis", sync_rate: 0.5 })).toEqual([]);
  expect(faultsOf("validate_periods_order", { minute: 5, policy: "local", sync_rate: 1 })).toEqual([["error", "sync_rate"]]);
  expect(faultsOf("validate_periods_order", { minute: 5, policy: "redis", sync_rate: 0.01 })).toEqual([["error", "sync_rate"]]);
});

it("a terminated request is answered by a message or by a body", () => {
  expect(faultsOf("request_termination_body", { message: "no", echo: true })).toEqual([]);
  expect(faultsOf("request_termination_body", { message: "no", body: "no" })).toEqual([["error", "message"]]);
  expect(faultsOf("request_termination_body", { content_type: "text/plain" })).toEqual([["error", "content_type"]]);
  expect(faultsOf("request_termination_body", { body: "no", echo: true })).toEqual([["warning", "echo"]]);
});

it("http-log has credentials in one place", () => {
  const config = (http_endpoint: string) => ({ http_endpoint, headers: { authorization: "x" } });
  expect(faultsOf("http_log_authorization", config("http://a.test/"))).toEqual([]);
  expect(faultsOf("http_log_authorization", config("http://u:p@a.test/"))).toEqual([["error", "headers", "authorization"]]);
});

it("names of tags do not repeat, attributes are plain and not empty", () => {
  expect(faultsOf("validate_static_tags", [{ name: "a" }, { name: "b" }, { name: "a" }])).toEqual([["error", 2, "name"]]);
  expect(faultsOf("resource_attributes", { a: "x", b: 1, c: true, d: "", e: [] })).toEqual([
    ["error", "d"],
    ["error", "e"],
  ]);
});

it("a regular expression must compile with PCRE, which knows look-behind and back-references", () => {
  for (const sound of ["curl", "(?<=a)b", "(a)\\1", "^Mozilla/5\\.0"]) expect(faultsOf("is_regex", sound)).toEqual([]);
  for (const broken of ["(", "[a", "*a", "a{2,1}"]) expect(faultsOf("is_regex", broken)).toEqual([["error"]]);
});

it("OAuth 2.0 needs a grant", () => {
  expect(faultsOf("validate_flows", { enable_implicit_grant: true })).toEqual([]);
  expect(faultsOf("validate_flows", { enable_implicit_grant: false })).toEqual([["error"]]);
});

it("what a node without database and without extra memory cannot do is refused", () => {
  expect(faultsOf("acme_storage", { config: { storage: "shm" } })).toEqual([]);
  expect(faultsOf("acme_storage", { config: { storage: "kong" } })).toEqual([["error", "config", "storage"]]);
  expect(faultsOf("validate_namespace", "kong_acme:cert_key:x")).toEqual([["error"]]);
  expect(faultsOf("acme_shm_name", "kong")).toEqual([]);
  expect(faultsOf("acme_shm_name", "mine")).toEqual([["error"]]);
  const cache = (dictionary_name: string) => ({ config: { strategy: "memory", memory: { dictionary_name } } });
  expect(faultsOf("proxy_cache_memory", cache("kong_db_cache"))).toEqual([]);
  expect(faultsOf("proxy_cache_memory", cache("mine"))).toEqual([["error", "config", "memory", "dictionary_name"]]);
  expect(faultsOf("wasm_status", {})).toEqual([["error", "filters"]]);
});

it("a proxy towards AWS is spoken to in plain HTTP, and anthropic gives no statistics of completions", () => {
  expect(faultsOf("lambda_proxy_url", { config: { proxy_url: "http://p.test" } })).toEqual([]);
  expect(faultsOf("lambda_proxy_url", { config: { proxy_url: "https://p.test" } })).toEqual([["error", "config", "proxy_url"]]);
  const llm = { route_type: "llm/v1/completions", model: { provider: "anthropic" }, logging: { log_statistics: true } };
  expect(faultsOf("llm_route_type", llm)).toEqual([["error", "logging", "log_statistics"]]);
  expect(faultsOf("llm_route_type", { ...llm, route_type: "llm/v1/chat" })).toEqual([]);
  expect(faultsOf("path_handling", { path_handling: "v1" })).toEqual([["warning", "path_handling"]]);
});
