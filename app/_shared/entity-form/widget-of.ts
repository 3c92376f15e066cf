import type { FieldSchema, NamedField } from "@/server/domain/kong-schema/schema";

export type Widget =
  "text" | "lines" | "secret" | "secretLines" | "number" | "switch" | "choice" | "checks" | "chips" | "list" | "record" | "map" | "reference" | "json";

const LINES = /certificate|private_key|validate_(ssl_)?key$|pem|lua|jwk/i;
const LINED_NAMES = new Set(["cert", "cert_alt", "key_alt", "rsa_public_key", "public_key", "private_key", "jwk", "message", "body", "description"]);

const isScalar = ({ type }: FieldSchema): boolean => ["string", "integer", "number"].includes(type);

function stringWidget(name: string, schema: FieldSchema): Widget {
  const hasLines = LINED_NAMES.has(name) || LINES.test(schema.check ?? "");
  if (schema.encrypted) return hasLines || LINES.test(name) ? "secretLines" : "secret";
  return hasLines ? "lines" : "text";
}

function listWidget(name: string, schema: FieldSchema): Widget {
  const { elements } = schema;
  if (!elements) return "json";
  if (schema.type === "set" && elements.one_of) return "checks";
  return isScalar(elements) && stringWidget(name, elements) === "text" ? "chips" : "list";
}

/** How a field is drawn, from its rules alone. */
export function widgetOf(name: string, schema: FieldSchema): Widget {
  if (schema.one_of && isScalar(schema)) return "choice";
  switch (schema.type) {
    case "string":
      return stringWidget(name, schema);
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "switch";
    case "array":
    case "set":
      return listWidget(name, schema);
    case "record":
      return schema.fields?.length ? "record" : "json";
    case "map":
      return schema.values && (isScalar(schema.values) || ["array", "set", "record"].includes(schema.values.type)) ? "map" : "json";
    case "foreign":
      return "reference";
    case "function":
      return "lines";
    case "json":
    case "any":
      return "json";
  }
}

/** True where the field takes a whole row of a form. */
export const isWide = (widget: Widget): boolean => ["lines", "secretLines", "list", "record", "map", "json", "checks"].includes(widget);

/** True for a field that nobody fills in: Kong makes it, or it must be empty. */
export function isHidden({ name, type, timestamp, auto, uuid, eq }: NamedField): boolean {
  return timestamp === true || (name === "id" && uuid === true) || eq?.value === null || (auto === true && type === "integer");
}

/** What a new member of a list or a map begins with. */
export function emptyOf({ type, default: preset }: FieldSchema): unknown {
  if (preset !== undefined) return preset;
  if (type === "record" || type === "map") return {};
  return type === "array" || type === "set" ? [] : "";
}
