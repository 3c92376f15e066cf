import { expect, it } from "vitest";
import { createDraftWorld, granted } from "@/tests/support/draft-world";
import { SHELTER_3_0, SHELTER_3_1 } from "@/tests/support/open-api-documents";

const file = (text: string, name = "api.yaml") => ({ name, text });

it("a description of an API shows what it would change and what it leaves open, and is taken as one step", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const files = [file(SHELTER_3_0)];
  const preview = await ada.configImports.preview({ ...at, files, mode: "replace" });
  expect(preview).toMatchObject({ format: "OpenAPI 3.0", findings: [], counts: { created: 11, changed: 0, deleted: 0 } });
  expect(preview.notes).toEqual([expect.stringContaining("/v2"), expect.stringContaining("key-auth")]);
  granted(await ada.configImports.take({ ...at, files, mode: "replace", revision: preview.revision }));
  expect((await ada.drafts.get(at)).counts).toEqual({ services: 2, routes: 5, plugins: 4 });
  expect((await ada.drafts.review(at)).findings).toEqual([]);
  expect((await ada.configImports.preview({ ...at, files, mode: "merge" })).counts).toEqual({ created: 0, changed: 0, deleted: 0 });
});

it("a newer description replaces by tag what an older one brought, and nothing else", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const other = "_format_version: '3.0'\nservices:\n- {name: echo, host: echo.internal}\n";
  const { revision } = granted(await ada.configImports.take({ ...at, files: [file(other, "kong.yaml")], mode: "replace", revision: 0 }));
  const first = granted(await ada.configImports.take({ ...at, files: [file(SHELTER_3_1)], mode: "merge", tag: "shelter", revision }));
  const newer = SHELTER_3_1.replace('"/old-animals/{id}"', '"x-old"');
  const preview = await ada.configImports.preview({ ...at, files: [file(newer)], mode: "merge", tag: "shelter" });
  expect(preview).toMatchObject({ format: "OpenAPI 3.1", counts: { created: 0, changed: 0, deleted: 2 } });
  granted(await ada.configImports.take({ ...at, files: [file(newer)], mode: "merge", tag: "shelter", revision: first.revision }));
  expect((await ada.drafts.get(at)).counts).toMatchObject({ services: 3, routes: 3 });
});

it("what breaks OpenAPI's own rules is told, and taken where a gateway can do with it", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  const text = "openapi: 3.1.0\ninfo: {title: x}\nservers: [{url: http://h.test}]\npaths: {/a: {get: {tags: x}}}\n";
  const preview = await ada.configImports.preview({ ...at, files: [file(text)], mode: "merge" });
  expect(preview.counts.created).toBe(2);
  expect(preview.notes).toEqual([
    "Against the rules of OpenAPI, at info: version is missing.",
    "Against the rules of OpenAPI, at paths./a.get.tags: it must be of type array.",
  ]);
});

it("Swagger, and a path in another file, are refused with the cure and take nothing", async () => {
  await using world = await createDraftWorld();
  const { ada, at } = world;
  for (const text of ["swagger: '2.0'\npaths: {}\n", "openapi: 3.0.0\ninfo: {title: x, version: '1'}\npaths: {/a: {$ref: a.yaml}}\n"]) {
    const answer = await ada.configImports.take({ ...at, files: [file(text)], mode: "merge", revision: 0 });
    expect(answer).toMatchObject({ ok: false, reason: "findings", findings: [{ severity: "error" }] });
  }
  expect((await ada.drafts.get(at)).counts).toEqual({});
});
