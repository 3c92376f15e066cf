import fc from "fast-check";
import { expect, it } from "vitest";
import { makeKongId } from "@/server/kong-ids";
import { checkConfigDocument } from "@/server/domain/config-document/check";
import { diffConfigurations } from "@/server/domain/configuration/diff-configurations";
import { mergeConfigurations } from "@/server/domain/configuration/merge";
import { readDocument } from "@/server/domain/configuration/read-document";
import { maskConfiguration } from "@/server/domain/configuration/secrets";
import { EXPORT_FORMATS, exportConfiguration } from "@/server/domain/export/export-configuration";
import { importFiles } from "@/server/domain/import/import-files";
import { configurations } from "@/tests/support/config-documents";

function importText(text: string) {
  const result = importFiles([{ name: "kong.yaml", text }]);
  if (!result.ok) throw new Error(JSON.stringify(result.findings));
  expect(checkConfigDocument(result.document, makeKongId).filter((each) => each.severity === "error")).toEqual([]);
  expect(result.notes).toEqual([]);
  return readDocument(result.document, makeKongId);
}

it("importing a declarative export gives the very same configuration", () => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      expect(importText(exportConfiguration(configuration, "declarative"))).toEqual(configuration);
    }),
  );
});

it.each(EXPORT_FORMATS)("taking an export as %s changes nothing, replaced or merged", (format) => {
  fc.assert(
    fc.property(configurations, (configuration) => {
      const imported = importText(exportConfiguration(configuration, format));
      for (const how of [{ mode: "replace" as const }, { mode: "merge" as const }]) {
        expect(
          diffConfigurations(
            configuration,
            mergeConfigurations(configuration, imported, how, () => false),
          ),
        ).toEqual([]);
      }
    }),
  );
});

it("decK gets its own forms: credentials in consumers, services by name in a map, and a word on what it does not know", () => {
  const configuration = readDocument(
    {
      _format_version: "3.0",
      certificates: [{ id: "cert", cert: "c", key: "k", services: [{ id: "mtls", name: "mtls", host: "m" }] }],
      services: [
        { id: "s", name: "a", host: "h" },
        { id: "bare", host: "b" },
      ],
      routes: [
        { id: "r", paths: ["/"], service: "a" },
        { id: "r2", paths: ["/2"], service: "bare" },
      ],
      consumers: [{ id: "c", username: "u" }],
      keyauth_credentials: [{ id: "k", key: "x", consumer: "u" }],
      plugins: [{ id: "p", name: "cors", route: "r", consumer: "u" }],
      parameters: [{ key: "a", value: "b" }],
    },
    makeKongId,
  );
  expect(exportConfiguration(configuration, "deck")).toBe(`# decK does not know these; take them out before you use this file with it: parameters
_format_version: "3.0"
certificates:
- id: cert
  cert: c
  key: k
consumers:
- id: c
  username: u
  keyauth_credentials:
  - id: k
    key: x
parameters:
- key: a
  value: b
services:
- id: bare
  host: b
- id: mtls
  name: mtls
  host: m
  client_certificate: cert
- id: s
  name: a
  host: h
routes:
- id: r
  paths:
  - /
  service:
    name: a
- id: r2
  paths:
  - /2
  service:
    id: bare
plugins:
- id: p
  name: cors
  route: r
  consumer: u
`);
});

it.each(EXPORT_FORMATS)("a masked export as %s holds no secret", (format) => {
  const hush = "hush";
  const configuration = readDocument(
    {
      _format_version: "3.0",
      certificates: [{ id: "cert", cert: "c", key: hush }],
      consumers: [{ username: "u", keyauth_credentials: [{ key: hush }], jwt_secrets: [{ key: "iss", secret: hush }] }],
      plugins: [{ name: "own", config: { token: hush } }],
    },
    makeKongId,
  );
  expect(exportConfiguration(configuration, format)).toContain(hush);
  expect(exportConfiguration(maskConfiguration(configuration), format)).not.toContain(hush);
});
