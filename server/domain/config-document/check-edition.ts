import { ENTITY_KINDS } from "./entity-kinds";
import { describeEntity, type LocatedEntity } from "./entity-walk";
import type { Finding } from "./finding";

const CURE = "Take it out, and give consumers ACL groups (acls) instead; or enroll Enterprise nodes, and no others, in this group.";

type Place = Pick<Finding, "path"> & Partial<Finding>;
const refusal = (name: string, place: Place): Finding => ({ severity: "error", message: `"${name}" exists in Kong Enterprise only.`, cure: CURE, ...place });

/** The findings for kinds that the nodes do not take, each at the entity or the field that is of one. `isTaken`: by kind. */
export function checkEdition(document: Record<string, unknown>, located: readonly LocatedEntity[], isTaken: (kind: string) => boolean): Finding[] {
  const refused = new Set([...ENTITY_KINDS.keys()].filter((kind) => !isTaken(kind)));
  if (refused.size === 0) return [];
  const isList = (holder: Record<string, unknown>, kind: string): boolean => Array.isArray(holder[kind]) && holder[kind].length > 0;
  // A list has a finding for each of its entries.
  const bare = [...refused].filter((kind) => Object.hasOwn(document, kind) && !isList(document, kind));
  return [
    ...bare.map((kind) => refusal(kind, { path: [kind] })),
    ...located.flatMap((each) => {
      const { kind, rules, entity, path } = each;
      const at = { entity: describeEntity(each) };
      if (refused.has(kind)) return [refusal(kind, { ...at, path, field: [] })];
      const fields = Object.entries(rules.foreign).filter(([field, { to }]) => refused.has(to) && Object.hasOwn(entity, field));
      const nested = Object.keys(rules.nests).filter((child) => refused.has(child) && Object.hasOwn(entity, child) && !isList(entity, child));
      return [...fields.map(([field]) => field), ...nested].map((field) => refusal(field, { ...at, path: [...path, field], field: [field] }));
    }),
  ];
}
