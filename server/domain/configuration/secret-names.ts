import type { FieldSchema, NamedField } from "../kong-schema/schema";

const SECRET_WORDS =
  /^(pass|pw|auth|dsn|passwd|password|passwords|passphrase|pwd|secret|secrets|token|tokens|key|keys|apikey|apikeys|private|credential|credentials|authorization|salt|signature|bearer|hmac|jwk|pem)$/;
const TELLING_WORDS =
  /^(name|names|header|headers|type|types|ttl|size|length|path|file|method|methods|algorithm|algorithms|format|location|claim|claims|timeout|bits|param|params|parameter|url|uri|endpoint|host|port|scheme|enabled|mode|expiration|lifetime)$/;

/** True for a name under which people keep secrets: `clientSecret`, `api_key`; not for what tells about one: `key_names`. */
export function looksSecret(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const isNamed = words.some((word) => SECRET_WORDS.test(word) || /(password|secret|token|apikey)(_?v?\d*)$/.test(word.replace(/\d+$/, "")));
  return (isNamed || /^(set)?cookie$/.test(words.join(""))) && !TELLING_WORDS.test(words.at(-1) ?? "");
}

/** What tells about a secret in a told schema, or names one that is kept elsewhere: `token_issuer`, `public_key`, `key_id`. */
const BESIDE_A_SECRET = /public|^key_id$|(^|[_-])(role|set|keyset|issuers?|domain|prefix|client|scopes?|audience|realm|user(name)?)$/i;

/**
 * The field with what its name says is a secret marked as one, though its schema does not say so: texts alone, or members that are
 * texts, and what may hold anything. Never a choice of a few, nor a number or a switch.
 */
export function markedByName(field: NamedField): NamedField {
  return looksSecret(field.name) && !BESIDE_A_SECRET.test(field.name) ? { ...field, ...marked(field) } : field;
}

function marked(field: FieldSchema): FieldSchema {
  const { type, elements, values, fields } = field;
  if (field.one_of) return field;
  if ((type === "array" || type === "set") && elements) return { ...field, elements: marked(elements) };
  if (type === "map" && values) return { ...field, values: marked(values) };
  const mayHoldText = ["string", "array", "set", "map", "json", "any"].includes(type) || (type === "record" && !fields?.length);
  return mayHoldText ? { ...field, encrypted: true } : field;
}
