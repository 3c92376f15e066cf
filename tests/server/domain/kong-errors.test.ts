import { describe, expect, it } from "vitest";
import { type KongError, parseKongErrors } from "@/server/domain/kong-errors";
import { recordedResponses } from "@/tests/support/recorded-responses";

it("a flattened error names its entity by type, name and id, and its field", () => {
  const body = JSON.stringify({
    code: 14,
    fields: {},
    flattened_errors: [
      {
        entity_type: "route",
        entity_name: "r",
        entity_id: "1",
        errors: [
          { type: "field", field: "paths.1", message: "bad" },
          { type: "entity", message: "whole" },
        ],
      },
    ],
  });
  expect(parseKongErrors(body)).toEqual([
    { entityType: "route", entityName: "r", entityId: "1", field: "paths.1", message: "bad" },
    { entityType: "route", entityName: "r", entityId: "1", field: null, message: "whole" },
  ]);
});

it("the plain tree names its entity by position, name or id, nulls passed over", () => {
  const id = "864850f0-0940-5f75-ab2f-9c7308688d1f";
  const body = JSON.stringify({
    fields: {
      services: [null, { host: "expected a string" }],
      routes: { r: ["invalid reference 'service: ghost'"] },
      acls: { [id]: ["invalid reference 'consumer: ghost'"] },
    },
    flattened_errors: {},
  });
  expect(parseKongErrors(body)).toEqual([
    { entityType: "service", entityName: null, entityId: null, path: ["services", 1], field: "host", message: "expected a string" },
    { entityType: "route", entityName: "r", entityId: null, field: null, message: "invalid reference 'service: ghost'" },
    { entityType: "acl", entityName: null, entityId: id, field: null, message: "invalid reference 'consumer: ghost'" },
  ]);
});

it("a field with the name of a kind is a field where the kind cannot be nested", () => {
  const body = JSON.stringify({ fields: { services: [{ ca_certificates: ["value must be null"], routes: [null, { snis: ["not a name"] }] }] } });
  expect(parseKongErrors(body).map(({ entityType, path, field }) => [entityType, path?.join("."), field])).toEqual([
    ["service", "services.0", "ca_certificates.1"],
    ["route", "services.0.routes.1", "snis.1"],
  ]);
});

it("an unknown key of the document is a fault of the document", () => {
  expect(parseKongErrors('{"fields":{"unicorns":"unknown field"}}')).toEqual([
    { entityType: null, entityName: null, entityId: null, field: "unicorns", message: "unknown field" },
  ]);
});

it("an answer that names no fault gives its message", () => {
  expect(parseKongErrors('{"message":"Configuration does not fit"}')).toEqual([
    { entityType: null, entityName: null, entityId: null, field: null, message: "Configuration does not fit" },
  ]);
});

it("what is no answer of Kong's gives no errors, and no exception", () => {
  expect(["", "<html>413</html>", "null", "[]", '{"fields":7}'].map(parseKongErrors)).toEqual([[], [], [], [], []]);
});

/** Entity and fields of each refusal that a real node gave, with `flatten_errors` and without. */
const expected: Record<string, { flattened: string[]; plain: string[] }> = {
  "ca-certificates-014": { flattened: ["ca_certificate - cert"], plain: ["ca_certificate ca_certificates.0 cert"] },
  // Kong itself puts the fault of the reference on the entity that was meant.
  "keyauth-credentials-025": { flattened: ["consumer alice id"], plain: ["keyauth_credential keyauth_credentials.0 consumer.id"] },
  "plugin-ai-prompt-decorator-004": {
    flattened: ["plugin ai-prompt-decorator config", "plugin ai-prompt-decorator -"],
    plain: ["plugin services.0.plugins.0 config", "plugin services.0.plugins.0 -"],
  },
  "plugin-ai-prompt-template-003": {
    flattened: ["plugin ai-prompt-template config.templates"],
    plain: ["plugin services.0.routes.0.plugins.0 config.templates"],
  },
  "plugin-ai-prompt-template-010": { flattened: ["plugin ai-prompt-template protocols.1"], plain: ["plugin plugins.0 protocols.1"] },
  "plugin-ai-proxy-024": {
    flattened: ["plugin ai-proxy config.logging.log_statistics"],
    plain: ["plugin services.0.routes.0.plugins.0 config.logging.log_statistics"],
  },
  "plugin-ai-request-transformer-015": {
    flattened: ["plugin ai-request-transformer config.llm.model.options.upstream_url"],
    plain: ["plugin plugins.0 config.llm.model.options.upstream_url"],
  },
  "plugin-ai-response-transformer-005": {
    flattened: ["config.prompt", "config.llm.route_type", "config.llm.model.provider"].map((field) => `plugin ai-response-transformer ${field}`),
    plain: ["config.prompt", "config.llm.route_type", "config.llm.model.provider"].map((field) => `plugin services.0.routes.0.plugins.0 ${field}`),
  },
  "plugin-file-log-011": { flattened: ["plugin file-log config.custom_fields_by_lua"], plain: ["plugin plugins.0 config.custom_fields_by_lua"] },
  "plugin-hmac-auth-014": { flattened: ["plugin hmac-auth config.realm"], plain: ["plugin plugins.0 config.realm"] },
  "plugin-ip-restriction-003": { flattened: ["plugin ip-restriction -"], plain: ["plugin plugins.0 -"] },
  "routes-027": { flattened: ["route r sources", "route r -"], plain: ["route routes.0 -", "route routes.0 sources"] },
  "routes-096": { flattened: ["route r paths", "route r -"], plain: ["route routes.0 -", "route routes.0 paths"] },
  "routes-236": { flattened: ["route r methods.1"], plain: ["route routes.0 methods.1"] },
  // Flattened errors lose dangling references: no fault is left but the message.
  "services-096": { flattened: ["document - -"], plain: ["service svc-a -"] },
  "services-114": { flattened: ["service svc-a -"], plain: ["service services.1 -"] },
  "services-153": { flattened: ["document - -"], plain: ["document - -"] },
  "snis-017": { flattened: ["sni a.test created_at"], plain: ["sni snis.0 created_at"] },
  "targets-029": { flattened: ["target 10.0.0.1:abc target"], plain: ["target upstreams.0.targets.0 target"] },
  "top-029": { flattened: ["document - _format_version"], plain: ["document - _format_version"] },
};
const shown = ({ entityType, entityName, path, field }: KongError) => [entityType ?? "document", entityName ?? path?.join(".") ?? "-", field ?? "-"].join(" ");

describe("what a real node answered lands on the entity and the field", () => {
  const refused = recordedResponses.filter((each) => each.status >= 400);
  it("and every recorded refusal is looked at", () => {
    expect(refused.map((each) => each.id).sort()).toEqual(Object.keys(expected).sort());
  });
  it.each(refused)("$id", ({ id, plainBody, flattenedBody }) => {
    expect({ flattened: parseKongErrors(flattenedBody).map(shown), plain: parseKongErrors(plainBody).map(shown) }).toEqual(expected[id]);
    const texts = [...parseKongErrors(plainBody), ...parseKongErrors(flattenedBody)].map((each) => each.message);
    expect(texts.every((text) => text.length > 0 && (plainBody + flattenedBody).includes(JSON.stringify(text).slice(1, -1)))).toBe(true);
  });
});
