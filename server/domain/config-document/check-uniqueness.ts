import { kongKeyText, type IdMaker } from "./entity-ids";
import { describeEntity, textField, type LocatedEntity } from "./entity-walk";
import type { Finding } from "./finding";

/** The id of every entity, by where it stands: an alias of YAML may stand for one map in several places. */
export type EntityIds = ReadonlyMap<LocatedEntity, string>;

/**
 * The id of every entity as Kong would have it. Without a maker, a token that is equal for two entities when their ids
 * would be; entities with a random id get a token of their own.
 */
export function identify(located: readonly LocatedEntity[], makeId?: IdMaker): Map<LocatedEntity, string> {
  const ids = new Map<LocatedEntity, string>();
  const make: IdMaker = makeId ?? ((kind, key) => `\u0000made:${kind}:${key}`);
  for (const each of located) {
    const given = textField(each.entity, "id");
    const key = given === undefined ? kongKeyText(each, each.parent && ids.get(each.parent.located)) : undefined;
    ids.set(each, given ?? (key === undefined ? `\u0000random:${each.path.join("/")}` : make(each.kind, key)));
  }
  return ids;
}

/** The findings for ids, names and other unique values that occur twice within a kind. */
export function checkUniqueness(located: readonly LocatedEntity[], ids: EntityIds): Finding[] {
  const seen = new Map<string, LocatedEntity>();
  const findings: Finding[] = [];
  for (const each of located) {
    const repeated = each.rules.unique.filter((field) => {
      const value = textField(each.entity, field);
      return value !== undefined && claim(seen, `${each.kind}\u0000${field}\u0000${value}`, each) !== undefined;
    });
    for (const field of repeated) findings.push(repeatedValue(each, field));
    const id = ids.get(each);
    if (!each.rules.takesId || id === undefined || repeated.length > 0) continue;
    const first = claim(seen, `${each.kind}\u0000id\u0000${id}`, each);
    if (first) findings.push(repeatedIdentity(each));
  }
  return findings;
}

function claim(seen: Map<string, LocatedEntity>, key: string, each: LocatedEntity): LocatedEntity | undefined {
  const first = seen.get(key);
  if (!first) seen.set(key, each);
  return first;
}

function repeatedValue(each: LocatedEntity, field: string): Finding {
  const message = `Another entry of "${each.kind}" has the same ${field}.`;
  return { severity: "error", message, cure: `Change or remove one: ${field} must be unique.`, path: [...each.path, field], entity: describeEntity(each) };
}

function repeatedIdentity(each: LocatedEntity): Finding {
  const base = { severity: "error" as const, entity: describeEntity(each) };
  if (textField(each.entity, "id") !== undefined) {
    return { ...base, message: `Another entry of "${each.kind}" has the same id.`, cure: "Change or remove one.", path: [...each.path, "id"] };
  }
  const message = each.kind === "plugins" ? "The same plugin is set twice for the same scope." : `The same entry of "${each.kind}" is given twice.`;
  return { ...base, message, cure: "Merge them, or remove one.", path: [...each.path] };
}
