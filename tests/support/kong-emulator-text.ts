import { parse as parseYaml } from "yaml";
import { type Entity, isEntity } from "./kong-emulator-errors";

/** JSON first, then YAML, as Kong; null when it is neither or no object. */
export function parseText(text: string): Entity | null {
  for (const parse of [(source: string): unknown => JSON.parse(source), (source: string): unknown => parseYaml(source, { logLevel: "silent" })]) {
    try {
      const value: unknown = parse(text);
      if (isEntity(value)) return value;
    } catch {
      /* the next parser may take it */
    }
  }
  return null;
}

/** The `config` field of a form or a multipart body, else the body itself (curl's default type with a raw document). */
function formField(type: string, text: string): string {
  if (type.startsWith("multipart/")) return /name="config"[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)\r?\n--/.exec(text)?.[1] ?? text;
  return text.startsWith("config=") ? (new URLSearchParams(text).get("config") ?? text) : text;
}

const textTypes = ["text/yaml", "application/yaml", "application/x-www-form-urlencoded", "multipart/form-data"];

/**
 * The document of a body and the text that the hash is of; `text` null for a document given as JSON itself, whose hash
 * changes every second.
 */
export function readBody(type: string, text: string): { document: Entity | null; text: string | null } | "unsupported" | "no JSON" {
  if (type !== "application/json") {
    if (!textTypes.includes(type)) return "unsupported";
    const source = type.includes("form") ? formField(type, text) : text;
    return { document: parseText(source), text: source };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "no JSON";
  }
  const inner = isEntity(value) ? value.config : undefined;
  return typeof inner === "string" ? { document: parseText(inner), text: inner } : { document: isEntity(value) ? value : null, text: null };
}
