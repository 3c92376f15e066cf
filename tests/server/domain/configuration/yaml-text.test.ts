import fc from "fast-check";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { yamlText } from "@/server/domain/configuration/yaml-text";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "true",
    "NO",
    "~",
    "1",
    "1e3",
    "0x1F",
    "1_000",
    "12:30",
    "2026-11-28",
    "- a",
    "# a",
    "a: b",
    "a #b",
    " a",
    "a ",
    "",
    "|",
    "%",
    "@",
    "null",
    "/path/~x",
    "---",
    "...",
  ),
  fc.array(fc.constantFrom("a", " b", "-----BEGIN", "x: y", "\t", "", "# c", "é"), { maxLength: 4 }).map((lines) => lines.join("\n")),
);

it("what is written reads back as the same", () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small" },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      tie("list"),
      tie("map"),
    ),
    list: fc.array(tie("tree"), { maxLength: 4 }),
    map: fc.dictionary(
      text.filter((key) => key !== "__proto__"),
      tie("tree"),
      { maxKeys: 4 },
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("services", "_info", "no", "a b"), tree, { maxKeys: 3 }), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(parse(yamlText(value))).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});

it("a certificate stands in its lines, a name without quotes", () => {
  expect(
    yamlText({ _format_version: "3.0", certificates: [{ cert: "-----BEGIN-----\nabc=\n-----END-----\n", tags: [], snis: [{ name: "a.example.com" }] }] }),
  ).toBe(`_format_version: "3.0"\ncertificates:\n- cert: |\n    -----BEGIN-----\n    abc=\n    -----END-----\n  tags: []\n  snis:\n  - name: a.example.com\n`);
});
