import fc from "fast-check";

/** A JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;
/** What a member of that name is worth trying with; a generator alone would hit it never. */
export type Hints = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);

function strings(schema: Schema): fc.Arbitrary<unknown> {
  const pattern = typeof schema["pattern"] === "string" ? schema["pattern"] : undefined;
  const minLength = numberOr(schema["minLength"], 0);
  const plain = fc.string({ minLength, maxLength: Math.min(numberOr(schema["maxLength"], 60), minLength + 60), unit: "binary" });
  // Patterns of scripts and categories have no generator.
  return pattern === undefined || pattern.includes("\\p") ? plain : fc.oneof(plain, fc.stringMatching(new RegExp(pattern)));
}

function objects(schema: Schema, hints: Hints): fc.Arbitrary<unknown> {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : undefined;
  if (!properties) {
    const more = schema["additionalProperties"];
    return fc.dictionary(fc.string({ maxLength: 20 }), isSchema(more) ? valuesOf(more, hints) : fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  }
  const required = Array.isArray(schema["required"]) ? schema["required"].map(String) : [];
  // A name that has its few values by its schema needs no hint, and may be another's elsewhere.
  const memberOf = (name: string, member: Schema) => ("enum" in member ? undefined : hints[name]) ?? valuesOf(member, hints);
  const members = Object.entries(properties).map(([name, member]) => [name, memberOf(name, isSchema(member) ? member : {})]);
  return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, { requiredKeys: required.filter((name) => name in properties) });
}

/** Values that a schema allows, as far as its keywords are those that zod writes. */
export function valuesOf(schema: Schema, hints: Hints = {}): fc.Arbitrary<unknown> {
  if (Array.isArray(schema["anyOf"])) return fc.oneof(...schema["anyOf"].filter(isSchema).map((each) => valuesOf(each, hints)));
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...(schema["enum"] as unknown[]));
  const [minimum, maximum] = [numberOr(schema["minimum"], -1000), numberOr(schema["maximum"], 1_000_000)];
  if (schema["type"] === "string") return strings(schema);
  if (schema["type"] === "integer") return fc.integer({ min: Math.max(minimum, -0x80000000), max: Math.min(maximum, 0x7fffffff) });
  if (schema["type"] === "number") return fc.double({ noNaN: true, min: minimum, max: maximum });
  if (schema["type"] === "boolean") return fc.boolean();
  if (schema["type"] === "null") return fc.constant(null);
  if (schema["type"] === "array") {
    const minLength = numberOr(schema["minItems"], 0);
    return fc.array(valuesOf(isSchema(schema["items"]) ? schema["items"] : {}, hints), {
      minLength,
      maxLength: Math.min(numberOr(schema["maxItems"], 3), minLength + 3),
    });
  }
  if (schema["type"] === "object") return objects(schema, hints);
  return fc.jsonValue({ maxDepth: 2 });
}
