import { isAlias, isMap, isScalar, isSeq, type Document, type LineCounter } from "yaml";
import type { DocumentPath } from "./finding";

/** A fault of a YAML tree that the YAML library itself lets pass. */
export interface TreeFault {
  kind: "repeated_key" | "odd_key" | "too_deep";
  path: DocumentPath;
  offset: number;
}

/** The first repeated or unusable key, or nesting beyond the limit. Linear in the size of the tree. */
export function findTreeFault(root: unknown, maxDepth: number): TreeFault | undefined {
  const open: { node: unknown; path: DocumentPath }[] = [{ node: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, path } = next;
    const offset = offsetOf(node) ?? 0;
    if (path.length > maxDepth) return { kind: "too_deep", path, offset };
    if (isSeq(node)) node.items.forEach((item, index) => open.push({ node: item, path: [...path, index] }));
    if (!isMap(node)) continue;
    const keys = new Set<string>();
    for (const pair of node.items) {
      const keyOffset = offsetOf(pair.key) ?? offset;
      const key = keyText(pair.key);
      if (key === undefined) return { kind: "odd_key", path, offset: keyOffset };
      if (keys.has(key)) return { kind: "repeated_key", path: [...path, key], offset: keyOffset };
      keys.add(key);
      open.push({ node: pair.value, path: [...path, key] });
    }
  }
  return undefined;
}

/** Where the value at the path begins, or the nearest thing around it. */
export function locateInTree(document: Document, counter: LineCounter, path: DocumentPath): { line: number; column: number } | undefined {
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      offset = offsetOf(node) ?? offset;
    } else if (isMap(node)) {
      const pair = node.items.find((item) => keyText(item.key) === String(step));
      node = pair?.value;
      offset = offsetOf(pair?.key) ?? offset;
    } else break;
  }
  if (offset === undefined) return undefined;
  const { line, col } = counter.linePos(offset);
  return { line, column: col };
}

/** The text of a key; undefined: it is not plain. */
export function keyText(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  return key.value === null || key.value === undefined || typeof key.value === "object" ? undefined : String(key.value);
}

function offsetOf(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range?.[0] : undefined;
}
