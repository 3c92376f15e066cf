import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument, stringify } from "yaml";
import { readPlainYaml } from "@/server/domain/config-document/plain-yaml";
import { writeYaml } from "@/server/domain/config-document/write-yaml";
import { findTreeFault } from "@/server/domain/config-document/yaml-tree";

/** What the library makes of it; undefined where it or we find a fault. */
function byLibrary(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: false, merge: true, logLevel: "error", prettyErrors: false });
  if (document.errors.length > 0 || document.warnings.length > 0 || findTreeFault(document.contents, 200)) return undefined;
  return document.toJS();
}

const awkward = fc.constantFrom(
  "",
  " ",
  "~",
  "null",
  "yes",
  "1.1",
  "1.1.1.1",
  "0x1",
  "-1",
  "- a",
  "-",
  "a: b",
  "a:b",
  "a #b",
  "a#b",
  "{a}",
  "[",
  "a\n",
  "a\n\nb\n",
  "a\n b",
  " a\nb",
  "é",
  "true",
  "<<",
  "&a",
  "*a",
  "!a",
  "|",
  ">",
  "%",
  "@",
  "`",
  "?",
  "? a",
  "...",
  "---",
  "12:30",
  "2001-01-01",
  "+1",
  ".5",
  "1e3",
  ".inf",
);
const text = fc.oneof(awkward, fc.string({ maxLength: 8 }), fc.stringMatching(/^[a-z/~.-]{1,6}$/));
const json = fc.letrec<{ value: unknown; map: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("map"),
  ),
  map: fc.dictionary(
    text.filter((key) => key !== "__proto__"),
    tie("value"),
    { maxKeys: 4, noNullPrototype: true },
  ),
})).map;

const written = fc.oneof(
  json.map(writeYaml),
  json.map((value) => stringify(value)),
  fc.tuple(json, fc.constantFrom(2, 4), fc.boolean()).map(([value, indent, indentSeq]) => stringify(value, { indent, indentSeq, lineWidth: 30 })),
  fc
    .tuple(json, fc.constantFrom("QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL") as fc.Arbitrary<"QUOTE_SINGLE">)
    .map(([value, type]) => stringify(value, { defaultStringType: type, defaultKeyType: "PLAIN" })),
  json.map((value) => stringify(value, { collectionStyle: "flow", lineWidth: 0 })),
);

const scrap = fc.constantFrom(
  "a: 1",
  "- b",
  "-",
  "  - c: 2",
  "    d: [1, {x: y, 'z': \"w\"}] # e",
  "# f",
  "",
  "  ",
  "g:",
  "  h: |",
  "    i",
  "",
  "      j",
  "k: |-",
  "l: 'm'' n'",
  "o: p: q",
  "r: s # t",
  "u: - v",
  "w: {}",
  "x: []",
  "- - y",
  "- z: 1",
  "  aa: 2",
  "bb : cc",
  "dd: ee",
  "  ff",
  'gg: "hh" # ii',
  "jj: [kk",
  "ll]",
  "mm: !!str 1",
  "nn: &oo 1",
  "pp: *oo",
  "qq: [a b, c:d, -1, ~]",
  "rr: {s: }",
  "---",
  "a: 2",
  "\tss: 1",
  "tt: |",
  "uu: http://x:1/y#z",
  "vv: a, b",
  "ww: [,]",
  "xx: ['a' ]#",
  'yy: "a"b',
);

describe("readPlainYaml", () => {
  it("reads nothing but what the library reads, and as it does", () => {
    fc.assert(
      fc.property(written, (source) => {
        const value = readPlainYaml(source);
        if (value !== undefined) expect(value).toEqual(byLibrary(source));
      }),
      { numRuns: 600 },
    );
  });

  it("gives up where a text is odd or wrong, or reads it as the library does", () => {
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 7 }), fc.constantFrom("\n", "\r\n"), (lines, lineBreak) => {
        const source = lines.join(lineBreak);
        const value = readPlainYaml(source);
        if (value !== undefined) expect(value).toEqual(byLibrary(source));
      }),
      { numRuns: 2000 },
    );
  });

  it("gives up, or agrees, wherever a character of a plain text is another", () => {
    const source = writeYaml({ a: [{ b: "c d", e: "f\ng\n" }, [1, "2"], []], h: { i: null, j: "~/k" }, l: "1" });
    const edit = fc.tuple(fc.nat(source.length), fc.constantFrom(..."\n :-#[]{}'\"|&*!,a1~"), fc.boolean());
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
        let edited = source;
        for (const [at, sign, replaces] of edits) edited = edited.slice(0, at) + sign + edited.slice(replaces ? at + 1 : at);
        const value = readPlainYaml(edited);
        if (value !== undefined) expect(value).toEqual(byLibrary(edited));
      }),
      { numRuns: 2000 },
    );
  });

  it("does not give up on a configuration as people write it", () => {
    const source = `---
# Our gateway.
_format_version: "3.0"
_transform: true

services:
  - name: orders   # the first
    url: http://orders.internal:8080/v1
    tags: [team-a, 'b c', "d"]
    routes:
    - name: list
      paths:
        - /orders
        - "~/orders/(?<id>\\\\d+)$"
      strip_path: false
      headers: {x-version: ["1", "2"]}
    plugins:
      -
        name: rate-limiting
        config:
          minute: 5
          policy: local
certificates:
- cert: |
    -----BEGIN CERTIFICATE-----
    abc+/==

    -----END CERTIFICATE-----
  key: "{vault://env/key}"
consumers:
upstreams: []
`;
    expect(readPlainYaml(source)).toEqual(byLibrary(source));
    expect(readPlainYaml(source)?.["services"]).toHaveLength(1);
  });
});
