import { describe, expect, it } from "vitest";
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

  it.each(["", "- a", "text", "null", "5"])("refuses %j, which is no map", (text) => {
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
});
