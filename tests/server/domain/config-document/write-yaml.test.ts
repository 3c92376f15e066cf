import fc from "fast-check";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { writeYaml } from "@/server/domain/config-document/write-yaml";

const awkward = fc.constantFrom(
  "",
  " ",
  "yes",
  "1.1",
  "0x1",
  "~/a",
  "- a",
  "a: b",
  "a #b",
  "{a}",
  "null",
  "a\n",
  "a\n\n",
  "a\nb",
  "a\n b\n",
  " a\nb",
  "a \nb",
  "\ta\nb",
  "---\nx",
  "\u2028a\nb",
  "\ufeff",
  "\u0085\nb",
  "\ud800",
  "🦍\nb",
);
const text = fc.oneof(awkward, fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom("a", "\n", " ", ":", "#", "-", "'", '"') }));
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

it("any JSON value is read back as it was, as YAML 1.2 and 1.1", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(parse(writeYaml(value))).toEqual(value);
      expect(parse(writeYaml({ in: [value] }), { version: "1.1", merge: false })).toEqual({ in: [value] });
    }),
    { numRuns: 500 },
  );
});

it("writes as a person would", () => {
  const value = {
    _format_version: "3.0",
    services: [{ name: "a b", port: 80, tags: [], path: null, routes: [{ paths: ["/a", "~/b"] }], cert: "--BEGIN\nx\n" }],
  };
  expect(writeYaml(value)).toBe(`_format_version: "3.0"
services:
- name: a b
  port: 80
  tags: []
  path: null
  routes:
  - paths:
    - /a
    - "~/b"
  cert: |
    --BEGIN
    x
`);
});
