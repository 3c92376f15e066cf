import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A rule as Kong keeps it; `{ "$fn": … }` stands for Lua. */
export type Raw = Record<string, unknown>;

/** What Kong Gateway 3.9.3 without a database says of an entity kind or a plugin. */
export interface KongSchema extends Raw {
  of: "entity" | "plugin";
  name: string;
  fields: Raw[];
}

/** The schemas of a real node, against which the catalog is held. */
export const kongSchemas: KongSchema[] = readFileSync(join(import.meta.dirname, "..", "conformance", "kong-3.9-schemas.ndjson"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as KongSchema); // safe because the file is ours and the tests read every field of it

const isRecord = (value: unknown): value is Raw => typeof value === "object" && value !== null && !Array.isArray(value);
const isLua = (value: unknown) => isRecord(value) && "$fn" in value;
const isFieldList = (key: string, value: unknown): value is Raw[] => (key === "fields" || key === "shorthand_fields") && Array.isArray(value);

function tell(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tell);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key, each]) => !isLua(each) && !(key === "custom_entity_check"));
  return Object.fromEntries(kept.map(([key, each]) => [key, isFieldList(key, each) ? each.map(tellField) : tell(each)]));
}

/** Kong tells a field as a map with one key, its name. */
function tellField({ name, ...rules }: Raw): Raw {
  return { [String(name)]: tell(rules) };
}

/** Kong's answer to `GET /schemas/plugins/{name}`, without what it keeps in Lua; undefined: no such plugin. */
export function toldPluginSchema(name: string): Raw | undefined {
  const schema = kongSchemas.find((each) => each.of === "plugin" && each.name === name);
  if (!schema) return undefined;
  const { fields, entity_checks = [] } = schema;
  return { entity_checks: tell(entity_checks), fields: fields.map(tellField) };
}
