import { compareBytewise, stringifySorted } from "./canonical-json";
import { identifyPairs, kongKeyText, type IdMaker } from "./entity-ids";
import { ENTITY_KINDS } from "./entity-kinds";
import { textField, type LocatedEntity } from "./entity-walk";
import { isMap } from "./finding";

/**
 * The id of every located entity: the explicit one, else Kong's own deterministic one, else one derived from the content, so that
 * counters and caches survive a reload. Order that means nothing changes no id. `located` holds parents before their children.
 */
export function assignIds(located: readonly LocatedEntity[], makeId: IdMaker): Map<LocatedEntity, string> {
  const ids = new Map<LocatedEntity, string>();
  const contents = contentTexts(located);
  for (const each of located) {
    if (each.rules.isPair) continue;
    const parentId = each.parent && ids.get(each.parent.located);
    const given = each.rules.takesId ? textField(each.entity, "id") : undefined;
    const content = contents.get(each);
    const ownKey = content && `signalbox:${each.kind}:${parentId ?? ""}:${content.text}:${content.occurrence}`;
    ids.set(each, given ?? makeId(each.kind, uniqueKeyText(each) ?? ownKey ?? kongKeyText(each, parentId) ?? ""));
  }
  identifyPairs(located, ids, makeId);
  return ids;
}

/** The value that Kong would keep unique, of an entity to which Kong would give a random id or none. */
function uniqueKeyText(each: LocatedEntity): string | undefined {
  if (!hasNoKongKey(each)) return undefined;
  const field = each.rules.takesId ? each.rules.nameKey : each.rules.unique[0];
  const value = each.rules.unique.includes(field ?? "") ? textField(each.entity, field) : undefined;
  return value === undefined ? undefined : `signalbox:key:${value}`;
}

/** A parent's id says nothing about whether there is a key, so that any stands for it. */
const hasNoKongKey = (each: LocatedEntity): boolean => !each.rules.takesId || kongKeyText(each, "-") === undefined;

/** Of the entities that have nothing but their content: its text, and how many equal ones of the same list come before. */
function contentTexts(located: readonly LocatedEntity[]): Map<LocatedEntity, { text: string; occurrence: number }> {
  const lists = new Map<LocatedEntity | undefined, Map<string, LocatedEntity[]>>();
  const texts = new Map<LocatedEntity, { text: string; occurrence: number }>();
  for (const each of located) {
    const isGiven = each.rules.takesId && textField(each.entity, "id") !== undefined;
    if (each.rules.isPair || isGiven || !hasNoKongKey(each) || uniqueKeyText(each) !== undefined) continue;
    const text = ownText(each);
    const list = lists.get(each.parent?.located) ?? new Map<string, LocatedEntity[]>();
    lists.set(each.parent?.located, list);
    const key = `${each.kind}:${text}`;
    const equals = list.get(key) ?? [];
    equals.push(each);
    list.set(key, equals);
    texts.set(each, { text, occurrence: 0 });
  }
  for (const list of lists.values()) {
    for (const equals of list.values()) {
      if (equals.length === 1) continue;
      const rows = equals.map((each) => ({ each, text: orderFreeText(each.kind, each.entity) })).sort((a, b) => compareBytewise(a.text, b.text));
      rows.forEach(({ each }, occurrence) => texts.set(each, { text: texts.get(each)?.text ?? "", occurrence }));
    }
  }
  return texts;
}

/** The entity's own fields, without what is nested in it. */
function ownText({ kind, rules, entity }: LocatedEntity): string {
  const own = Object.entries(entity).filter(([key]) => !Object.hasOwn(rules.nests, key) && !isRemark(key) && key !== "id");
  return stringifySorted(Object.fromEntries(own.map(([key, value]) => [key, sortedSet(kind, key, value)])));
}

/** True for the keys that say nothing to Kong. */
export function isRemark(key: string): boolean {
  return key === "_comment" || key === "_ignore";
}

/** The value of an entity's own field; one whose members have no order gets them sorted, each once. */
function sortedSet(kind: string, field: string, value: unknown): unknown {
  return Array.isArray(value) && ENTITY_KINDS.get(kind)?.sets.includes(field) ? sortMembers(value) : value;
}

/** The members in the order of their texts, each once. */
export function sortMembers(list: readonly unknown[]): unknown[] {
  if (list.length < 2) return [...list];
  const rows = list.map((value) => ({ value, text: stringifySorted(value) })).sort((a, b) => compareBytewise(a.text, b.text));
  return rows.filter((row, index) => row.text !== rows[index - 1]?.text).map((row) => row.value);
}

/** A text that is equal for two entities exactly when they differ in nothing but order and remarks. */
function orderFreeText(kind: string, entity: unknown): string {
  const rules = ENTITY_KINDS.get(kind);
  if (!isMap(entity) || !rules) return stringifySorted(entity);
  const members = Object.keys(entity)
    .filter((key) => !isRemark(key))
    .sort(compareBytewise)
    .map((key) => {
      const value = entity[key];
      const isNested = Object.hasOwn(rules.nests, key) && Array.isArray(value);
      const text = isNested ? `[${textsOf(key, value).join(",")}]` : stringifySorted(sortedSet(kind, key, value));
      return `${JSON.stringify(key)}:${text}`;
    });
  return `{${members.join(",")}}`;
}

const textsOf = (kind: string, list: readonly unknown[]): string[] => list.map((child) => orderFreeText(kind, child)).sort(compareBytewise);
