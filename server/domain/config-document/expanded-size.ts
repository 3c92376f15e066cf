import { isAlias, isMap, isSeq } from "yaml";

/** An alias of nothing that was read before it. */
export interface LostAlias {
  alias: string;
  offset: number;
}

/**
 * How many values a YAML tree holds once each alias is written out, counted without writing it out; or the first alias of nothing, or of
 * what holds it. The tree must be known not to be deep.
 */
export function expandedSize(root: unknown): number | LostAlias {
  let lost: LostAlias | undefined;
  const anchored = new Map<string, number>();

  function sizeOf(node: unknown): number {
    if (isAlias(node)) {
      const known = anchored.get(node.source);
      if (known === undefined) lost ??= { alias: node.source, offset: node.range?.[0] ?? 0 };
      return known ?? 0;
    }
    let size = 1;
    if (isMap(node)) for (const pair of node.items) size += sizeOf(pair.value);
    if (isSeq(node)) for (const item of node.items) size += sizeOf(item);
    const anchor = typeof node === "object" && node !== null && "anchor" in node ? node.anchor : undefined;
    if (typeof anchor === "string") anchored.set(anchor, size);
    return size;
  }

  const size = sizeOf(root);
  return lost ?? size;
}
