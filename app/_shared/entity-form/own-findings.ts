import { isMap } from "@/server/domain/config-document/finding";
import type { DraftFinding } from "@/server/domain/draft";
import type { EntitySchema } from "@/server/domain/kong-schema/schema";
import type { FieldPath, Fields } from "./form-value";

const error = (field: FieldPath, message: string, cure: string): DraftFinding => ({ severity: "error", message, cure, path: [], field: [...field] });

/** What Kong takes and no one can want: a text that holds NUL, or half of a character. */
export function textFaults(value: unknown, path: FieldPath = []): DraftFinding[] {
  if (typeof value === "string") {
    if (value.includes("\u0000")) return [error(path, "This text holds a NUL, which no page and no terminal shows.", "Take it out.")];
    return /\p{Surrogate}/u.test(value) ? [error(path, "This text holds half of a character, which is no UTF-8.", "Type it anew.")] : [];
  }
  if (Array.isArray(value)) return value.flatMap((each, index) => textFaults(each, [...path, index]));
  return isMap(value) ? Object.entries(value).flatMap(([name, each]) => textFaults(each, [...path, name])) : [];
}

/** Keys and secrets that a new entity lacks: each node would make up its own at every load, so that nobody knows it. A public key stands for a secret. */
export function lackingSecrets({ fields }: EntitySchema, values: Fields): DraftFinding[] {
  const isPublic = Object.keys(values).some((name) => name.endsWith("public_key"));
  const lacking = fields.filter(
    ({ name, type, auto, unique, encrypted, uuid }) => type === "string" && auto && !uuid && (unique || (encrypted && !isPublic)) && values[name] === undefined,
  );
  return lacking.map(({ name }) => error([name], "Nothing is here yet: each node would make up its own, another at every load.", "Type one, or generate it."));
}
