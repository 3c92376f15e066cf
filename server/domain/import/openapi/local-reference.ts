import { isMap } from "../../config-document/finding";

const MOST_STEPS = 20;

/** What a `$ref` leads to, or why it leads nowhere. */
export type Resolved = { ok: true; value: unknown } | { ok: false; reason: "elsewhere" | "missing" | "circle"; reference: string };

/**
 * The value itself, or what its `$ref` leads to within the document; what stands beside a `$ref` wins over what it leads to.
 * Nothing outside the document is ever asked for.
 */
export function resolveLocally(document: Readonly<Record<string, unknown>>, value: unknown): Resolved {
  const beside: Record<string, unknown>[] = [];
  const seen = new Set<string>();
  let now = value;
  while (isMap(now) && typeof now["$ref"] === "string") {
    const { $ref: reference, ...rest } = now;
    const text = String(reference);
    if (!text.startsWith("#")) return { ok: false, reason: "elsewhere", reference: text };
    if (seen.has(text) || seen.size >= MOST_STEPS) return { ok: false, reason: "circle", reference: text };
    seen.add(text);
    beside.unshift(rest);
    now = atPointer(document, text.slice(1));
    if (now === undefined) return { ok: false, reason: "missing", reference: text };
  }
  return { ok: true, value: isMap(now) && beside.length > 0 ? Object.assign({}, now, ...beside) : now };
}

/** What the JSON pointer names within the value; undefined: nothing. */
export function atPointer(root: unknown, pointer: string): unknown {
  if (pointer === "") return root;
  if (!pointer.startsWith("/")) return undefined;
  let now = root;
  for (const part of pointer.slice(1).split("/")) {
    const key = decoded(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(now))
      now = /^\d{1,9}$/.test(key) ? (now as unknown[])[Number(key)] : undefined; // safe because its members stay unknown
    else now = isMap(now) && Object.hasOwn(now, key) ? now[key] : undefined;
  }
  return now;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
