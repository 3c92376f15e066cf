/**
 * Secrets never leave in an answer after they were typed: what is shown holds the mask, and the mask coming back at the same place
 * of the same entity means the secret that is stored. Anywhere else it is a fault, so that no mask is ever taken for a secret.
 */
import { assignIds } from "../config-document/assign-ids";
import type { IdMaker } from "../config-document/entity-ids";
import { describeEntity, locateEntities } from "../config-document/entity-walk";
import { isMap, type Finding } from "../config-document/finding";
import type { SchemaSet } from "../kong-schema/schema";
import { entityOf, type ConfigEntity, type Configuration } from "./configuration";
import { rulesOfEntity, type ValueRules } from "./field-rules";
import { looksSecret } from "./secret-names";
import { sameValue } from "./order-free";
import { writeDocument } from "./write-document";

/** What stands in place of a secret. */
export const SECRET_MASK = "‹secret›";

/** A mask that stands for no stored secret. */
export interface MaskFault {
  /** Relative to the entity. */
  field: (string | number)[];
  message: string;
  cure: string;
}

/** True for a text that Kong replaces with a secret from a vault, and that is none itself. */
function isVaultReference(value: string): boolean {
  return /^\{vault:\/\/[^}]*\}$/.test(value);
}

/** True for an address with a password in it, and for a header or argument as the transformers write it, `name:value`, of a telling name. */
function tellsSecret(value: string): boolean {
  if (/^[a-z][a-z\d+.-]*:\/\/[^/\s@]*:[^/\s@]+@/i.test(value)) return true;
  const name = /^([\w-]{1,100}):(?!\/\/)./s.exec(value)?.[1];
  return name !== undefined && looksSecret(name);
}

/** True for a value that is hidden: where its rules call it a secret, or where it tells one itself. */
export function isHidden(value: unknown, rules: ValueRules): boolean {
  if (!rules.isSecret) return typeof value === "string" && !rules.isSet && tellsSecret(value);
  return typeof value === "string" ? value !== "" && !isVaultReference(value) : typeof value === "number";
}

/** The value with a mask in place of every secret. */
export function maskValue(value: unknown, rules: ValueRules): unknown {
  if (Array.isArray(value)) return value.map((member: unknown, at) => maskValue(member, rules.at(at)));
  if (isMap(value)) return maskMap(value, rules);
  return isHidden(value, rules) ? SECRET_MASK : value;
}

function maskMap(value: Readonly<Record<string, unknown>>, rules: ValueRules): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskValue(member, rules.at(key))]));
}

const rulesFor = ({ kind, fields }: Pick<ConfigEntity, "kind" | "fields">, schemas?: SchemaSet): ValueRules => rulesOfEntity(kind, fields["name"], schemas);

/** The entity with a mask in place of every secret: those of its schema, and in what no schema knows those that are named like one. */
export function maskSecrets(entity: ConfigEntity, schemas?: SchemaSet): ConfigEntity {
  return { ...entity, fields: maskMap(entity.fields, rulesFor(entity, schemas)) };
}

/** A field as lists show it: masked where a page of the entity would mask it. */
export function shownField({ kind, fields }: ConfigEntity, field: string): unknown {
  return Object.hasOwn(fields, field) ? maskValue(fields[field], rulesFor({ kind, fields }).at(field)) : undefined;
}

/** The configuration with a mask in place of every secret. */
export function maskConfiguration(configuration: Configuration, schemas?: SchemaSet): Configuration {
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const [kind, ofKind] of configuration.entities) {
    entities.set(kind, new Map([...ofKind].map(([id, entity]) => [id, maskSecrets(entity, schemas)])));
  }
  return { ...configuration, entities };
}

/** The whole configuration as a document that shows no secret. */
export function maskDocument(configuration: Configuration, schemas?: SchemaSet): Record<string, unknown> {
  return writeDocument(maskConfiguration(configuration, schemas), { references: "name" });
}

/** The entity with the stored secrets in place of their masks. `previous`: the stored entity of that key; absent: every mask is a fault. */
export function restoreSecrets(entity: ConfigEntity, previous: ConfigEntity | undefined, schemas?: SchemaSet): { entity: ConfigEntity; faults: MaskFault[] } {
  const faults: MaskFault[] = [];
  const fields = restoreMap(entity.fields, previous?.fields, { rules: rulesFor(entity, schemas), path: [], faults });
  return { entity: fields === entity.fields ? entity : { ...entity, fields }, faults };
}

/** A document as a person wrote it over `maskDocument`, with the stored secrets in place of their masks, before anything else is checked. */
export function restoreDocument(
  document: Record<string, unknown>,
  previous: Configuration,
  makeId: IdMaker,
  schemas?: SchemaSet,
): { document: Record<string, unknown>; findings: Finding[] } {
  const located = locateEntities(document);
  const ids = assignIds(located, makeId);
  const findings: Finding[] = [];
  const restored = new Map<unknown, Record<string, unknown>>();
  for (const each of located) {
    const id = ids.get(each);
    const before = id === undefined ? undefined : entityOf(previous, { kind: each.kind, id });
    const faults: MaskFault[] = [];
    const own = Object.fromEntries(Object.entries(each.entity).filter(([key]) => !Object.hasOwn(each.rules.nests, key)));
    const fields = restoreMap(own, before?.fields, { rules: rulesOfEntity(each.kind, own["name"], schemas), path: [], faults });
    const entity = describeEntity(each);
    if (entity.name?.includes(SECRET_MASK)) delete entity.name;
    for (const { field, message, cure } of faults) findings.push({ severity: "error", message, cure, path: [...each.path, ...field], entity });
    // One object may stand in several places where the author used an alias; then no mask can be meant for each of them.
    if (fields !== own) restored.set(pathText(each.path), fields);
  }
  if (restored.size === 0) return { document, findings };
  return { document: withFields(document, restored, []), findings };
}

const pathText = (path: readonly (string | number)[]): string => JSON.stringify(path);

function withFields(
  value: Record<string, unknown>,
  restored: ReadonlyMap<unknown, Record<string, unknown>>,
  path: (string | number)[],
): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...value, ...restored.get(pathText(path)) };
  for (const [key, list] of Object.entries(copy)) {
    if (!Array.isArray(list)) continue;
    copy[key] = list.map((member: unknown, at) => (isMap(member) ? withFields(member, restored, [...path, key, at]) : member));
  }
  return copy;
}

interface Restoring {
  rules: ValueRules;
  path: (string | number)[];
  faults: MaskFault[];
}

const inside = ({ rules, path, faults }: Restoring, key: string | number): Restoring => ({ rules: rules.at(key), path: [...path, key], faults });

function restoreMap(value: Readonly<Record<string, unknown>>, previous: unknown, at: Restoring): Record<string, unknown> {
  if (!holdsMask(value)) return value;
  const before = isMap(previous) ? previous : {};
  const members = Object.entries(value).map(([key, member]) => {
    if (key.includes(SECRET_MASK)) at.faults.push(strayMask(at.path));
    return [key, restore(member, Object.hasOwn(before, key) ? before[key] : undefined, inside(at, key))];
  });
  return Object.fromEntries(members);
}

function restore(value: unknown, previous: unknown, at: Restoring): unknown {
  if (isMap(value)) return restoreMap(value, previous, at);
  if (Array.isArray(value)) return holdsMask(value) ? restoreList(value, Array.isArray(previous) ? previous : [], at) : value;
  if (typeof value !== "string" || !value.includes(SECRET_MASK)) return value;
  if (value === SECRET_MASK && isHidden(previous, at.rules)) return previous;
  at.faults.push(strayMask(at.path));
  return value;
}

/** A moved member is known by the rest of it; a changed one by its place, while no member came or went. */
function restoreList(list: readonly unknown[], previous: readonly unknown[], at: Restoring): unknown[] {
  const masked = previous.map((member, index) => maskValue(member, at.rules.at(index)));
  const fits = (index: number, member: unknown): boolean => sameValue(masked[index], member, at.rules.at(index));
  const taken = list.map((member) => previous.flatMap((_, index) => (fits(index, member) ? [index] : [])));
  return list.map((member: unknown, index) => {
    const place = inside(at, index);
    if (!holdsMask(member)) return member;
    const candidates = taken[index] ?? [];
    const isInPlace =
      list.length === previous.length && (candidates.includes(index) || (candidates.length === 0 && !taken.some((each) => each.includes(index))));
    const choice = isInPlace ? index : candidates[0];
    const isClear = isInPlace || candidates.every((each) => sameValue(previous[each], previous[candidates[0] ?? 0], at.rules.at(each)));
    if (choice !== undefined && isClear) return restore(member, previous[choice], place);
    at.faults.push(strayMask(place.path));
    return member;
  });
}

/** Whether a mask stands anywhere in a value, however the text that it was read from wrote it: YAML and JSON have escapes. */
export function holdsMask(value: unknown): boolean {
  if (typeof value === "string") return value.includes(SECRET_MASK);
  if (Array.isArray(value)) return value.some(holdsMask);
  return isMap(value) && Object.entries(value).some(([key, member]) => key.includes(SECRET_MASK) || holdsMask(member));
}

function strayMask(path: readonly (string | number)[]): MaskFault {
  const message = "This stands for a stored secret, but none is stored at this place.";
  return { field: [...path], message, cure: "Type the secret itself." };
}
