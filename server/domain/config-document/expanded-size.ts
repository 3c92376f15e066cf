import { isAlias, isMap, isSeq } from "yaml";

/**
 * How many values a YAML tree holds once each alias is written out, counted without writing it out; infinite for an alias
 * of what holds it. The tree must be known not to be deep.
 */
export function expandedSize(root: unknown): number {
  const anchored = new Map<string, number>();

  function sizeOf(node: unknown): number {
    if (isAlias(node)) return anchored.get(node.source) ?? Infinity;
    let size = 1;
    if (isMap(node)) for (const pair of node.items) size += sizeOf(pair.value);
    if (isSeq(node)) for (const item of node.items) size += sizeOf(item);
    const anchor = typeof node === "object" && node !== null && "anchor" in node ? node.anchor : undefined;
    if (typeof anchor === "string") anchored.set(anchor, size);
    return size;
  }

  return sizeOf(root);
}
