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

it("what a body of YAML leaves unsaid stands in the document as parameters of the query, as pipelines send it", () => {
  const publish = openApiDocument().paths["/orgs/{org}/runtime-groups/{groupId}/config-versions"]?.["post"];
  const { parameters } = publish as { parameters: { name: string; in: string }[] }; // safe because the document is an OpenAPI one
  const names = parameters.filter((each) => each.in === "query").map(({ name }) => name);
  expect(names).toContain("message");
  expect(names).toContain("confirmCount");
  expect(names).not.toContain("source");
});
