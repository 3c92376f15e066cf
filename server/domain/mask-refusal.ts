import { isMap } from "./config-document/finding";
import { rulesOfEntity, type ValueRules } from "./configuration/field-rules";
import { looksSecret } from "./configuration/secret-names";
import { isHidden, maskSecrets, SECRET_MASK } from "./configuration/secrets";
import type { SchemaSet } from "./kong-schema/schema";

/** Kong repeats a value in the words of this fault alone whatever the field. */
const REPEATED = /'(\w+)' entity with (\w+) set to '(.*?)' already declared/g;
/** A member of a JSON text that was cut, so that it cannot be parsed; the end of a cut value too. */
const MEMBER = /"((?:[^"\\]|\\.)*)"(\s*:\s*)"(?:[^"\\]|\\.)*("|$)/g;

/** Shorter ones cannot be told from words. */
const LEAST_SECRET = 4;

function secretsIn(value: unknown, rules: ValueRules): string[] {
  if (Array.isArray(value)) return value.flatMap((member: unknown, at) => secretsIn(member, rules.at(at)));
  if (isMap(value)) return Object.entries(value).flatMap(([key, member]) => secretsIn(member, rules.at(key)));
  return isHidden(value, rules) && String(value).length >= LEAST_SECRET ? [String(value)] : [];
}

function maskRepeated(text: string, schemas: SchemaSet): string {
  return text.replace(REPEATED, (whole, kind: string, field: string, value: string) =>
    rulesOfEntity(kind, undefined, schemas).at(field).isSecret ? whole.replace(`'${value}'`, `'${SECRET_MASK}'`) : whole,
  );
}

/** The value with every text in it changed. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((member: unknown) => mapTexts(member, change));
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)])) : value;
}

/** One of the `flattened_errors`: Kong repeats the whole entity in it. */
function maskItem(item: unknown, schemas: SchemaSet): unknown {
  if (!isMap(item) || !isMap(item.entity) || typeof item.entity_type !== "string") return item;
  const kind = `${item.entity_type}s`;
  const { entity, ...rest } = item;
  // The longest first, so that none is hidden in part.
  const secrets = secretsIn(entity, rulesOfEntity(kind, entity.name, schemas)).sort((a, b) => b.length - a.length);
  const hide = (text: string) => secrets.reduce((hidden, secret) => hidden.replaceAll(secret, SECRET_MASK), text);
  return { ...(mapTexts(rest, hide) as object), entity: maskSecrets({ kind, id: "", fields: entity }, schemas).fields }; // safe because a map stays a map
}

/**
 * What a node answered to a config, without a secret of that config: Kong repeats the entities that it refuses, keys and
 * passwords too. An answer without any stays exactly as it came; one that was cut loses whatever is named like a secret.
 */
export function maskRefusal(body: string, schemas: SchemaSet): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return maskRepeated(
      body.replace(MEMBER, (whole, name: string, colon: string, end: string) => (looksSecret(name) ? `"${name}"${colon}"${SECRET_MASK}${end}` : whole)),
      schemas,
    );
  }
  if (!isMap(parsed)) return body;
  const { flattened_errors: flattened, ...rest } = parsed;
  const masked = {
    ...(mapTexts(rest, (text) => maskRepeated(text, schemas)) as object), // safe because a map stays a map
    ...(flattened !== undefined && {
      flattened_errors: Array.isArray(flattened)
        ? flattened.map((item: unknown) => mapTexts(maskItem(item, schemas), (text) => maskRepeated(text, schemas)))
        : flattened,
    }),
  };
  return JSON.stringify({ ...parsed, ...masked }) === JSON.stringify(parsed) ? body : JSON.stringify({ ...parsed, ...masked });
}
