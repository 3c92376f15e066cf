import { identifyPairs, kongKeyText, type IdMaker } from "./entity-ids";
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
  identifyPairs(located, ids, make);
  return ids;
}

/** The findings for ids, names and other unique values that occur twice within a kind. */
export function checkUniqueness(located: readonly LocatedEntity[], ids: EntityIds): Finding[] {
  const seen: Claims = new Map();
  const findings: Finding[] = [];
  for (const each of located) {
    const repeated = each.rules.unique.filter((field) => {
      const value = textField(each.entity, field);
      return value !== undefined && isClaimed(seen, each.kind, field, value);
    });
    for (const field of repeated) findings.push(repeatedValue(each, field));
    const id = ids.get(each);
    if ((!each.rules.takesId && !each.rules.isPair) || id === undefined || repeated.length > 0) continue;
    if (isClaimed(seen, each.kind, "id", id)) findings.push(repeatedIdentity(each));
  }
  return findings;
}

/** The values seen so far, by kind and field. */
type Claims = Map<string, Map<string, Set<string>>>;

/** True where the value was seen before; from now on it was. */
function isClaimed(seen: Claims, kind: string, field: string, value: string): boolean {
  let ofKind = seen.get(kind);
  if (!ofKind) seen.set(kind, (ofKind = new Map<string, Set<string>>()));
  let values = ofKind.get(field);
  if (!values) ofKind.set(field, (values = new Set<string>()));
  if (values.has(value)) return true;
  values.add(value);
  return false;
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
