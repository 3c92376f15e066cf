import { expect, it } from "vitest";
import { prepareOpenApiFaults } from "@/server/draft-store/open-api-faults";
import { openApiDocument } from "@/server/rest-api/open-api";

it("the document is a faultless OpenAPI 3.1 one", async () => {
  const find = await prepareOpenApiFaults();
  expect(find(openApiDocument())).toEqual([]);
});

it("every reference in the document leads to a component of it", () => {
  const document = openApiDocument();
  const named = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind = "", name = ""]) => [kind, name] as const);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter(([kind, name]) => !(name in (document.components[kind] as object)))).toEqual([]); // safe because components are objects by name
});
