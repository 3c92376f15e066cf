import { isAlias, isMap, isScalar, isSeq } from "yaml";
import { keyText } from "./yaml-tree";

/**
 * The plain value of a YAML tree, in which an alias stands for what its anchor held when it was read, and `<<` for the members that the map
 * does not have. Takes time in proportion to the tree; the library looks all anchors through at every alias. The tree must be known to
 * have a finite expanded size, and plain keys. Throws where a merge key names what is no map.
 */
export function treeValue(root: unknown): unknown {
  const anchored = new Map<string, unknown>();

  function valueOf(node: unknown): unknown {
    if (isAlias(node)) return anchored.get(node.source);
    const value = isMap(node) ? mapOf(node.items) : isSeq(node) ? node.items.map(valueOf) : isScalar(node) ? node.value : null;
    const anchor = typeof node === "object" && node !== null && "anchor" in node ? node.anchor : undefined;
    if (typeof anchor === "string") anchored.set(anchor, value);
    return value;
  }

  function mapOf(pairs: readonly { key: unknown; value: unknown }[]): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    for (const { key, value } of pairs) {
      const member = valueOf(value);
      if (isMergeKey(key)) merge(map, member);
      else put(map, keyText(key) ?? "", member);
    }
    return map;
  }

  return valueOf(root);
}

const isMergeKey = (key: unknown): boolean => isScalar(key) && typeof key.value === "symbol";

function merge(map: Record<string, unknown>, source: unknown): void {
  for (const each of Array.isArray(source) ? (source as unknown[]) : [source]) {
    // safe because its members stay unknown
    if (typeof each !== "object" || each === null || Array.isArray(each)) throw new Error("A merge key needs maps.");
    for (const [key, value] of Object.entries(each)) if (!Object.hasOwn(map, key)) put(map, key, value);
  }
}

/** An own member whatever the key, so that a forbidden one is found and not obeyed. */
function put(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__") Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  else map[key] = value;
}
