import { expect, it } from "vitest";
import { parseConfigDocument } from "@/server/domain/config-document/parse";
import { prepareOpenApiFaults } from "@/server/draft-store/open-api-faults";
import { SHELTER_3_0 } from "@/tests/support/open-api-documents";

const find = await prepareOpenApiFaults();

it("nothing is said of a description that keeps to OpenAPI", () => {
  const parsed = parseConfigDocument(SHELTER_3_0);
  expect(parsed.ok && find(parsed.document)).toEqual([]);
  expect(find({ openapi: "3.1.1", info: { title: "a", version: "1" }, paths: { "/a": { get: {} } } })).toEqual([]);
});

it.each(["3.0.3", "3.1.0"])("what breaks OpenAPI %s is told in words, at its place", (openapi) => {
  const get = { responses: { "200": {} }, parameters: [{ name: "x", in: "nowhere" }], tags: "x" };
  const faults = find({ openapi, info: { title: 3 }, servers: {}, paths: { "/a": { get }, b: {} } }).map(
    ({ path, message }) => `${path.join(" ")}: ${message}`,
  );
  expect(faults).toEqual(
    expect.arrayContaining([
      "info: version is missing.",
      "info title: it must be of type string.",
      "servers: it must be of type array.",
      "paths /a get responses 200: description is missing.",
      "paths /a get tags: it must be of type array.",
      "paths b: it does not belong here.",
    ]),
  );
  expect(faults.find((each) => /^paths \/a get parameters 0 in: it must be one of .*query/.test(each))).toBeDefined();
});

it("references are never followed, within the description or out of it, and a large one is looked at in part", () => {
  const paths = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`/${at}`, { $ref: `http://127.0.0.1:1/${at}` }]));
  const schemas = { A: { $ref: "#/components/schemas/A" }, B: { allOf: [{ $ref: "file:///etc/passwd" }] } };
  const before = process.cpuUsage();
  expect(find({ openapi: "3.1.0", info: { title: "a", version: "1" }, components: { schemas }, paths })).toEqual([]);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
});
