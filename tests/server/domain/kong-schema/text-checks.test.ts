import { expect, it } from "vitest";
import { NAMED_CHECKS } from "../../../../server/domain/kong-schema/named-checks";

/** "ok", "warning" or "error": the worst that the check says. */
function verdict(name: string, value: unknown): string {
  const faults = NAMED_CHECKS.get(name)?.(value, { now: 0 }) ?? [];
  return faults.some(({ severity }) => severity !== "warning") ? "error" : faults.length > 0 ? "warning" : "ok";
}

const TAKEN: [check: string, values: unknown[]][] = [
  ["validate_host", ["a.test", "localhost", "1.2.3.4", "::1", "[::1]", "a_b.test", "UPPER", 5, null]],
  ["validate_host_with_optional_port", ["a.test:80", "1.2.3.4:80", "[::1]:80", "a.test"]],
  ["validate_host_with_wildcards", ["*.a.test", "a.*", "*.a.test:80"]],
  ["validate_wildcard_host", ["*.a.test", "a.*", "*"]],
  ["validate_sni", ["a.test"]],
  ["validate_name", ["orders.upstream", "POOL"]],
  ["validate_target", ["a.test", "a.test:80", "1.2.3.4:0", "::1", "[::1]:65535"]],
  ["validate_ip_or_cidr", ["10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::", "::ffff:1.2.3.4", "::/128"]],
  ["validate_path", ["/", "/a%20b", "/a%2fb", "/a;b=c:d@e!$&'()*+,", "/a/../b"]],
  ["validate_path_with_regexes", ["/", "/a/b/", "/ü", "/a%2Fb", "~/a$", "~/(?<id>\\d+)", "~/(?=x)"]],
  ["validate_utf8_name", ["a-b_c.d~e1", "größe", "日本"]],
  ["validate_tag", ["a b", "a:b", "ü", "#!~"]],
  ["validate_url", ["http://a", "https://u:p@a.test:8/x?y#z", "1x://[::1]"]],
  ["validate_uri", ["https://a.test/cb?x=1"]],
  ["validate_header_name", ["X-A_1", "-"]],
  ["validate_http_token", ["a.b", "a!#"]],
  ["validate_function", ["return 1", "local x = 0b101 goto done ::done::", "", "local größe = 1LL"]],
  ["validate_lua_expression", ["return kong.request.get_header('x')"]],
  ["check_for_value", ["a:b", "a::b", "a:$(headers.x or 'y')", "a:$(unclosed"]],
  ["validate_headers", ["x-a:b", "x-a:a b"]],
  ["validate_colon_headers", ["x-a:x-b"]],
  ["validate_asterisk_or_regex", ["*", "https://a.test", ".*\\.a\\.test$", "(?=x)"]],
];

const REFUSED: [check: string, values: unknown[]][] = [
  ["validate_host", ["a b", "a.test:80", "a.test:70000", "a/b", "bücher", "http://a", "*.a", "a..b", "a-.b", "[::1]:80", "1.2.3", "1.2.3.256", "1::2::3", ""]],
  ["validate_host_with_optional_port", ["a.test:70000", "[::1]:", "a:b"]],
  ["validate_host_with_wildcards", ["*-.a b"]],
  ["validate_wildcard_host", ["*.*", "a.*.b", "10.0.0.1", "a.test:443", "bücher.test"]],
  ["validate_sni", ["10.0.0.1", "::1", "a.test:1", "a b"]],
  ["validate_name", ["10.0.0.1", "a:80", "a b", "::1"]],
  ["validate_target", ["10.0.0.1:65536", "10.0.0.1:abc", "1.2.3:80", "a b"]],
  ["validate_ip_or_cidr", ["a.test", "10.0.0.0/33", "10.0.0.01", "10.0.0.0/08", "2001:db8::/129", "10.0.0", "1::2::3", "fe80::1%eth0"]],
  ["validate_path", ["a", "/ü", "/a b", "/a#b", "/a?b", "/a%2", "/%zz"]],
  ["validate_path_with_regexes", ["/a%2", "/a%2fb", "/a/../b", "/a/./b", "/a//b", "/%C3%BC", "/%41", "~/[a-", "~/(", "~/a**", "~/a)"]],
  ["validate_utf8_name", ["a b", "a/b", "a:b", "a,b"]],
  ["validate_tag", ["a,b", "a/b", "a\tb", "\u007f"]],
  ["validate_url", ["a.test/x", "not a url", "http://", "//a.test", ""]],
  ["validate_uri", ["https://a.test/#x", "https://a.test/#", "/cb", "a"]],
  ["validate_header_name", ["x a", "x:a", "ü"]],
  ["validate_http_token", ["a b", "a;b", "ü"]],
  ["validate_function", ["local function", "x = = 1", "return 'a"]],
  ["validate_lua_expression", ["1 + 1"]],
  ["check_for_value", ["a", "a:", ":a"]],
  ["validate_headers", ["x a:b", ":b"]],
  ["validate_colon_headers", ["x-a", "x-a:x b"]],
  ["validate_asterisk_or_regex", ["*.a.test", "(", "[a"]],
];

it.each(TAKEN)("%s takes what Kong takes", (name, values) => {
  expect(values.filter((value) => verdict(name, value) !== "ok")).toEqual([]);
});

it.each(REFUSED)("%s refuses what Kong refuses", (name, values) => {
  expect(values.filter((value) => verdict(name, value) !== "error")).toEqual([]);
});

it.each([
  ["check_for_value", ["a:$(b c)"]],
  ["validate_host_with_wildcards", ["*."]],
  ["validate_host", ["-a.test", "a.test.", `${"x".repeat(64)}.test`]],
  ["validate_path_with_regexes", ["/a b", "/{id}", "/(a|b)", "/*"]],
  ["validate_headers", ["x-a:", "x-a"]],
])("%s warns of what Kong takes and nobody means", (name, values) => {
  expect(values.filter((value) => verdict(name, value) !== "warning")).toEqual([]);
});

it("a path that is not in its normal form is told the form", () => {
  const cures = ["/a/./b", "/a%2fb/..", "/%41", "/a%20b"].map((path) => NAMED_CHECKS.get("validate_path_with_regexes")?.(path)[0]?.cure);
  expect(cures).toEqual(['Write "/a/b".', 'Write "/".', 'Write "/A".', 'Write "/a b".']);
});

it("a route's patterns must compile for the router, and each header needs a value", () => {
  const route = { paths: ["/a(?=b)", "~/(?=x)", "~/a*+"], headers: { "x-a": ["~*(", "(", "~*a"], "x-b": [] } };
  const faults = NAMED_CHECKS.get("validate_route")?.(route) ?? [];
  expect(faults.map(({ severity = "error", path }) => [severity, ...(path ?? [])])).toEqual([
    ["error", "paths", 1],
    ["warning", "paths", 2],
    ["error", "headers", "x-a", 0],
    ["error", "headers", "x-b"],
  ]);
});

it("each check says nothing of what is of another type", () => {
  const names = [...NAMED_CHECKS.keys()].filter((name) => !["wasm_status", "validate_flows", "resource_attributes"].includes(name));
  const odd = [null, undefined, 5, true, [], {}, [null], { cert: 5, key: {}, jwk: [], paths: "x", headers: 5 }];
  expect(names.filter((name) => odd.some((value) => verdict(name, value) !== "ok"))).toEqual([]);
});
