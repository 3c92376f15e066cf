import { expect, it } from "vitest";
import { judgeCompatibility, type KindFacts, needsOf } from "@/server/domain/compatibility";
import type { Finding } from "@/server/domain/config-document/finding";
import { readDocument } from "@/server/domain/configuration/read-document";
import { rememberKongIds } from "@/server/kong-ids";

const document = (...plugins: string[]) => ({ _format_version: "3.0", plugins: plugins.map((name) => ({ name })) });
const needs = (...plugins: string[]) => needsOf("Config version v42", readDocument(document(...plugins), rememberKongIds()));
const told: KindFacts = { gatewayVersion: "3.9.1", plugins: new Set(["cors", "key-auth"]), findings: [] };
const finding = (severity: Finding["severity"], message: string): Finding => ({ severity, message, cure: "Mend it.", path: [] });

it.each<[string, string[], Partial<KindFacts>, string, string[]]>([
  ["all is loaded", ["cors"], {}, "compatible", []],
  ["it uses no plugin, and which are loaded is not told", [], { plugins: null }, "compatible", []],
  ["which are loaded is not told", ["cors"], { plugins: null }, "unknown", ["This node has not told which plugins it has loaded."]],
  ["the Gateway version is not told", [], { gatewayVersion: null }, "unknown", ["This node has not told its Gateway version yet."]],
  [
    "a plugin is not loaded",
    ["cors", "rate-limiting-advanced"],
    {},
    "incompatible",
    ["Config version v42 uses the plugin rate-limiting-advanced, which this node has not loaded."],
  ],
  ["Gateway 2.8", [], { gatewayVersion: "2.8.1" }, "incompatible", ["Config version v42 is a document of format 3.0, which Gateway 2.8.1 does not read."]],
  [
    "that Gateway version refuses a field, loaded or not told",
    ["cors"],
    { plugins: null, findings: [finding("error", "No such field.")] },
    "incompatible",
    ["No such field."],
  ],
  [
    "that Gateway version does something otherwise",
    ["cors"],
    { findings: [finding("warning", "Deprecated.")] },
    "compatible with limitations",
    ["Deprecated."],
  ],
  [
    "of refusals and limitations, the refusals are told",
    ["cors"],
    { findings: [finding("warning", "Deprecated."), finding("error", "No such field.")] },
    "incompatible",
    ["No such field."],
  ],
])("%s", (_, plugins, facts, state, messages) => {
  const judged = judgeCompatibility(needs(...plugins), { ...told, ...facts });
  expect([judged.state, judged.causes.map(({ message }) => message)]).toEqual([state, messages]);
});

it("a missing plugin leads to the entity that asks for it, and to how it is loaded", () => {
  const { causes } = judgeCompatibility(needs("my-own", "prometheus"), told);
  expect(causes).toMatchObject([
    { entity: { kind: "plugins", name: "my-own", id: expect.stringMatching(/^[0-9a-f-]{36}$/) }, cure: expect.stringContaining("KONG_PLUGINS=bundled,my-own") },
    { entity: { name: "prometheus" }, cure: expect.stringContaining("It comes with Gateway 3.9: add it to KONG_PLUGINS there") },
  ]);
});

it("ten causes are told, and how many more there are", () => {
  const names = Array.from({ length: 12 }, (_, index) => `plugin-${index}`);
  expect(judgeCompatibility(needs(...names), told)).toMatchObject({ causes: { length: 10 }, moreCauses: 2 });
});
