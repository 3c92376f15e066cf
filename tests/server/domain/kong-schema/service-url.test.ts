import { expect, it } from "vitest";
import { withoutServiceUrl } from "@/server/domain/kong-schema/service-url";
import { readDocument } from "@/server/domain/configuration/read-document";
import { allEntities } from "@/server/domain/configuration/configuration";
import { makeKongId } from "@/server/kong-ids";

it.each([
  ["http://a.test", { protocol: "http", host: "a.test", port: 80 }],
  ["https://a.test/v1", { protocol: "https", host: "a.test", port: 443, path: "/v1" }],
  ["grpc://[::1]:9000", { protocol: "grpc", host: "::1", port: 9000 }],
  ["//a.test:443", { protocol: "https", host: "a.test", port: 443 }],
])("a service's url is written out as Kong reads it: %s", (url, parts) => expect(withoutServiceUrl({ name: "s", url })).toEqual({ name: "s", ...parts }));

it("a url wins over what stands beside it, its missing path too", () => {
  const fields = withoutServiceUrl({ host: "old", path: "/old", url: "http://new:81", protocol: "https", retries: 2 });
  expect(fields).toEqual({ protocol: "http", host: "new", port: 81, retries: 2 });
});

it.each([
  "",
  "a.test",
  "ftp://a.test",
  "http://a.test:x",
  "http://a.test:70000",
  "http://",
  "http://u:p@a.test",
  "http://a.test/?q",
  "http://a.test/#f",
  5,
  null,
])("a url that Kong refuses, or of which it drops a part, stays, for the check to tell: %j", (url) => {
  const fields = { url, host: "h" };
  expect(withoutServiceUrl(fields)).toBe(fields);
});

it("a document is read without the shorthand, and other kinds keep what they call url", () => {
  const document = { services: [{ name: "s", url: "http://a.test/x", plugins: [{ name: "p", url: "http://b.test" }] }] };
  const read = [...allEntities(readDocument(document, makeKongId))].map(({ fields }) => fields);
  expect(read).toEqual([
    { name: "s", protocol: "http", host: "a.test", port: 80, path: "/x" },
    { name: "p", url: "http://b.test" },
  ]);
});
