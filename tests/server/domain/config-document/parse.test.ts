import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { parseConfigDocument, type ParseLimits } from "@/server/domain/config-document/parse";

function refusal(text: string, limits?: Partial<ParseLimits>) {
  const result = parseConfigDocument(text, limits);
  if (result.ok) throw new Error("expected a refusal");
  return result.findings[0];
}

describe("parseConfigDocument", () => {
  it("reads YAML and knows the line of each value", () => {
    const result = parseConfigDocument('_format_version: "3.0"\nservices:\n  - name: a\n    host: h\n');
    if (!result.ok) throw new Error("expected a document");
    expect(result.document).toEqual({ _format_version: "3.0", services: [{ name: "a", host: "h" }] });
    expect(result.lineOf(["services", 0, "host"])).toEqual({ line: 4, column: 5 });
  });

  it("reads JSON and knows the line of each value", () => {
    const result = parseConfigDocument('{\n "_format_version": "3.0",\n "services": [\n  {"name": "a"}]}');
    if (!result.ok) throw new Error("expected a document");
    expect(result.lineOf(["services", 0, "name"])?.line).toBe(4);
  });

  it("applies merge keys", () => {
    const result = parseConfigDocument("_ignore: [&d {retries: 2}]\nservices: [{<<: *d, name: a}]");
    expect(result.ok && result.document["services"]).toEqual([{ retries: 2, name: "a" }]);
  });

  it.each([
    ["a: 1\nb: 2\na: 3", 3, /stands twice/],
    ['{"a": {"b": 1,\n "b": 2}}', 2, /stands twice/],
    ["a: 1\nb: [", 2, /not valid YAML/],
    ["a: 1\n---\nb: 2", 2, /more than one document/],
    ["a: 1\n__proto__: {x: 1}", 2, /not allowed as a key/],
    ['{"a": 1,\n"constructor": {}}', 2, /not allowed as a key/],
    ["a: 1\nb: !thing x", 2, /not valid YAML/],
    ["a: 1\nb: .inf", 2, /finite/],
    ["? [a, b]\n: 1", 1, /plain text/],
  ])("refuses %j at line %i", (text, line, message) => {
    expect(refusal(text)).toMatchObject({ severity: "error", line });
    expect(refusal(text)?.message).toMatch(message);
  });

  it.each(["- a", "text", "null", "5"])("refuses %j, which is no map", (text) => {
    expect(refusal(text)?.message).toMatch(/must be a map/);
  });

  it("leaves Object.prototype alone", () => {
    parseConfigDocument('{"__proto__": {"polluted": true}}');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("refuses billion laughs, cycles, hostile nesting and excess", () => {
    const laughs = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let at = 1; at < 10; at++)
      laughs.push(
        `a${at}: &a${at} [${Array(10)
          .fill(`*a${at - 1}`)
          .join(", ")}]`,
      );
    expect(refusal(laughs.join("\n"))?.severity).toBe("error");
    expect(refusal("a: &a [*a]")?.severity).toBe("error");
    expect(refusal(`a: ${"[".repeat(20_000)}`)?.severity).toBe("error");
    expect(refusal(`{"a": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`)?.message).toMatch(/nests/);
    expect(refusal(`a: [${"1,".repeat(900_000)}`)?.message).toMatch(/more than 900000 values/);
    for (const [start, part] of [
      ["a: ", '"b" '],
      ["a: >\n", "\n"],
    ] as const) {
      expect(refusal(start + part.repeat(900_000))?.message).toMatch(/more values than can be read/);
    }
    expect(refusal("a: [1, 2, 3]", { maxNodes: 3 })?.message).toMatch(/more than 3 values/);
    expect(refusal("a: ü", { maxBytes: 4 })?.message).toMatch(/larger than 4 bytes/);
  });

  const lines = (line: string) => line.repeat(200_000);
  const keys = (count: number, member: (at: number) => string, between: string) => Array.from({ length: count }, (_, at) => member(at)).join(between);

  it.each<[string, () => string, RegExp]>([
    ["a fault in every line", () => lines("- b: c: d\n"), /not valid YAML/],
    ["brackets that close nothing", () => `a: ${"}".repeat(1_000_000)}`, /not valid YAML/],
    ["tags that nobody knows", () => lines("- !thing x\n"), /not valid YAML/],
    ["bad escapes in one line", () => `a: "${"\\q".repeat(1_000_000)}"`, /not valid YAML/],
    ["many documents", () => lines("---\n- &b 1\n"), /more than one document/],
    ["faults after a long sound part", () => `a: &a 1\n${keys(40_000, (at) => `k${at}: 1`, "\n")}\n${lines("b: c: d\n")}`, /not valid YAML|more than 50000/],
    ["a million keys as YAML", () => keys(1_000_000, (at) => `${at.toString(36)}: `, "\n"), /more than 50000 keys/],
    ["a million keys as JSON", () => `{${keys(700_000, (at) => `"${at.toString(36)}":1`, ",")}}`, /more than 50000 keys/],
    ["aliases without end", () => keys(10_000, (at) => `- &a${at} 1\n- *a${at}`, "\n"), /must be a map/],
    ["aliases of nothing", () => "- *a\n".repeat(5000), /no anchor before it/],
    ["keys of prototypes", () => keys(5000, () => "- __proto__: {a: &b 1}", "\n"), /must be a map/],
    ["a hundred megabytes", () => "a".repeat(100 * 1024 * 1024), /larger than/],
  ])("refuses %s with little work", (_, make, message) => {
    const text = make();
    const before = process.cpuUsage();
    expect(refusal(text)?.message).toMatch(message);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(4);
  });

  it("gives what the YAML library gives for anchors, aliases and merge keys", () => {
    const text = "a: &a {x: 1, y: [2]}\nb: {<<: *a, x: 3}\nc: {x: 4, <<: [*a, {z: 5}]}\nd: [*a, &s text, *s]\n";
    const result = parseConfigDocument(text);
    expect(result.ok && result.document).toEqual(parse(text, { merge: true }));
    expect(refusal("a: &a 1\nb: {<<: *a}")?.message).toMatch(/cannot be expanded/);
    expect(refusal("a: !!binary aGVsbG8=")?.message).toMatch(/no JSON form/);
    expect(refusal("a: 1\nb: *ghost")).toMatchObject({ line: 2, message: expect.stringContaining("*ghost") });
  });
});

it.each([
  ["a binary file", "\u0089PNG\0\u0001", "This is no text."],
  ["an empty one", "", "The document is empty."],
  ["one of blank lines", "\n \n".repeat(500_000), "The document is empty."],
  ["one of document marks", "---\n".repeat(500_000), "The document is empty."],
])("what is no document is called what it is: %s", (_, text, message) => {
  expect(parseConfigDocument(text)).toMatchObject({ ok: false, findings: [{ message }] });
});
