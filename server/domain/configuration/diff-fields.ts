import { stringifySorted } from "../config-document/canonical-json";
import { isMap } from "../config-document/finding";
import type { SchemaSet } from "../kong-schema/schema";
import type { EntityChange } from "./configuration";
import { eitherRules, rulesOfEntity, type ValueRules } from "./field-rules";
import { sameValue } from "./order-free";
import { isHidden, maskValue } from "./secrets";

/** One value that differs. Secrets are masked: that one changed is told, never what it is or was. */
export interface FieldDiff {
  /** Relative to the entity: keys and positions, those of the old value where it has one. A member of a set has no position. */
  path: (string | number)[];
  /** Absent: there was none. */
  before?: unknown;
  /** Absent: there is none now. */
  after?: unknown;
  isSecret: boolean;
}

/** The path's name of an entity's place in another, which is no field. */
export const PLACE_FIELD = "nested in";

interface Walk {
  path: (string | number)[];
  rules: ValueRules;
  found: FieldDiff[];
}

/** The values in which an entity differs, as deep as they differ; of a created or deleted one, each of its fields. */
export function diffFields({ before, after }: EntityChange, schemas?: SchemaSet): FieldDiff[] {
  const found: FieldDiff[] = [];
  if (before && after && (before.parent?.id !== after.parent?.id || before.parent?.kind !== after.parent?.kind)) {
    found.push({ path: [PLACE_FIELD], ...sides(before.parent, after.parent), isSecret: false });
  }
  diffMaps(before?.fields ?? {}, after?.fields ?? {}, { path: [], rules: changeRules({ before, after }, schemas), found });
  return found;
}

/** A plugin may have become another one: what was a secret of the old one stays hidden. */
function changeRules({ before, after }: EntityChange, schemas?: SchemaSet): ValueRules {
  const [old, now] = [before ?? after, after ?? before].map((entity) => rulesOfEntity(entity?.kind ?? "", entity?.fields["name"], schemas));
  return old && now ? eitherRules(old, now) : rulesOfEntity("", undefined);
}

const sides = (before: unknown, after: unknown): { before?: unknown; after?: unknown } => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const inside = ({ path, rules, found }: Walk, key: string | number): Walk => ({ path: [...path, key], rules: rules.at(key), found });

function tell(before: unknown, after: unknown, { path, rules, found }: Walk): void {
  const isSecret = isHidden(before, rules) || isHidden(after, rules);
  found.push({ path, ...sides(maskValue(before, rules), maskValue(after, rules)), isSecret });
}

function diffMaps(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>, walk: Walk): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [Object.hasOwn(before, key) ? before[key] : undefined, Object.hasOwn(after, key) ? after[key] : undefined];
    diffValues(old, now, inside(walk, key));
  }
}

function diffValues(before: unknown, after: unknown, walk: Walk): void {
  if (sameValue(before, after, walk.rules)) return;
  if (isMap(before) && isMap(after)) diffMaps(before, after, walk);
  else if (Array.isArray(before) && Array.isArray(after)) (walk.rules.isSet ? diffSets : diffLists)(before, after, walk);
  else tell(before, after, walk);
}

function diffSets(before: readonly unknown[], after: readonly unknown[], walk: Walk): void {
  const member: Walk = { ...walk, rules: walk.rules.at(0) };
  const [old, now] = [new Set(before.map(stringifySorted)), new Set(after.map(stringifySorted))];
  for (const value of before) if (!now.has(stringifySorted(value))) tell(value, undefined, member);
  for (const value of after) if (!old.has(stringifySorted(value))) tell(undefined, value, member);
}

/** What is alike at both ends is set aside; of the rest, members of one place are compared and others came or went. */
function diffLists(before: readonly unknown[], after: readonly unknown[], walk: Walk): void {
  const isAlike = (old: number, now: number): boolean => sameValue(before[old], after[now], walk.rules.at(old));
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isAlike(start, start)) start += 1;
  let end = 0;
  while (end < shorter - start && isAlike(before.length - 1 - end, after.length - 1 - end)) end += 1;
  for (let at = start; at < Math.max(before.length, after.length) - end; at++) {
    diffValues(at < before.length - end ? before[at] : undefined, at < after.length - end ? after[at] : undefined, inside(walk, at));
  }
}
