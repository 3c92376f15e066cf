import { isMap } from "@/server/domain/config-document/finding";
import { type FieldPath, type Fields, pathKey, withValueAt } from "./form-value";
import { isSame } from "@/server/domain/config-document/is-same";

/** A field that two people changed, each otherwise. */
export interface Clash {
  path: FieldPath;
  theirs: unknown;
  mine: unknown;
}

interface Merge {
  /** What both changed otherwise. */
  clashes: Clash[];
  /** Theirs with what I alone changed. */
  merged: Fields;
}

/** The places at which two values differ; within maps, each place of its own. */
export function differences(left: unknown, right: unknown, path: FieldPath = []): FieldPath[] {
  if (isSame(left, right)) return [];
  if (path.length > 0 && !(isMap(left) && isMap(right))) return [path];
  const names = new Set([...Object.keys(isMap(left) ? left : {}), ...Object.keys(isMap(right) ? right : {})]);
  return [...names].flatMap((name) => differences(isMap(left) ? left[name] : undefined, isMap(right) ? right[name] : undefined, [...path, name]));
}

const valueIn = (fields: unknown, path: FieldPath): unknown =>
  path.reduce<unknown>((at, step) => (isMap(at) && Object.hasOwn(at, step) ? at[String(step)] : undefined), fields);

/**
 * What I made of `base` put into what they made of it. `alsoTheirs`: places that they changed unseen, as a secret is, whose
 * mask stays the same.
 */
export function mergeFields(base: Fields, mine: Fields, theirs: Fields, alsoTheirs: readonly FieldPath[] = []): Merge {
  const changedByThem = [...differences(base, theirs), ...alsoTheirs];
  const clashes: Clash[] = [];
  let merged = theirs;
  for (const path of differences(base, mine)) {
    const isTheirsToo = changedByThem.some((other) => {
      const length = Math.min(other.length, path.length);
      return pathKey(other.slice(0, length)) === pathKey(path.slice(0, length));
    });
    const [my, their] = [valueIn(mine, path), valueIn(theirs, path)];
    const isUnseen = alsoTheirs.some((other) => pathKey(other) === pathKey(path));
    if (isTheirsToo && (isUnseen || !isSame(my, their))) clashes.push({ path, mine: my, theirs: their });
    else merged = withValueAt(merged, path, my);
  }
  return { clashes, merged };
}

/** The merge with each clash settled: "mine" at these places, theirs elsewhere. */
export const settleClashes = ({ clashes, merged }: Merge, mineAt: ReadonlySet<string>): Fields =>
  clashes.filter(({ path }) => mineAt.has(pathKey(path))).reduce((fields, { path, mine }) => withValueAt(fields, path, mine), merged);
