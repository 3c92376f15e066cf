import { compareBytewise, stringifySorted } from "../config-document/canonical-json";
import { ENTITY_KINDS } from "../config-document/entity-kinds";
import { textField } from "../config-document/entity-walk";
import { entityOf, type ConfigEntity, type Configuration, type EntityKey } from "./configuration";

/** How a document is written. */
export interface WriteOptions {
  /** What references hold. `name`: the name where it means exactly one entity, for people to read. `id` unless told. */
  references?: "id" | "name";
}

/** One text for a key, for maps by entity. */
export const keyText = ({ kind, id }: EntityKey): string => `${kind}/${id}`;

/**
 * The declarative document of a configuration: nested entities stand in their parents, others at top level, all with their ids and
 * ordered by them. Reading it gives the same configuration.
 */
export function writeDocument(configuration: Configuration, { references = "id" }: WriteOptions = {}): Record<string, unknown> {
  const tops = new Map<string, ConfigEntity[]>();
  const children = new Map<ConfigEntity, Map<string, ConfigEntity[]>>();
  for (const [kind, ofKind] of configuration.entities) {
    for (const entity of ofKind.values()) {
      const parent = entity.parent && entityOf(configuration, entity.parent);
      let lists = tops;
      if (parent) {
        lists = children.get(parent) ?? new Map<string, ConfigEntity[]>();
        children.set(parent, lists);
      }
      const list = lists.get(kind);
      if (list) list.push(entity);
      else lists.set(kind, [entity]);
    }
  }
  const nameOf = namer(configuration, references === "name");
  const writeLists = (lists: ReadonlyMap<string, ConfigEntity[]>): Record<string, unknown> => {
    const written: Record<string, unknown> = {};
    for (const kind of ENTITY_KINDS.keys()) {
      const list = lists.get(kind);
      if (list) written[kind] = ordered(kind, list).map(write);
    }
    return written;
  };
  const write = (entity: ConfigEntity): Record<string, unknown> => {
    const written = writeOwnFields(entity, configuration);
    nameReferences(written, entity, nameOf);
    const nested = children.get(entity);
    return nested ? Object.assign(written, writeLists(nested)) : written;
  };
  return { ...configuration.top, ...writeLists(tops) };
}

/** The entity's own fields, its id before them; where its parent is gone, with a reference to that. */
function writeOwnFields({ kind, id, parent, fields }: ConfigEntity, configuration: Configuration): Record<string, unknown> {
  const lostField = parent && !entityOf(configuration, parent) ? ENTITY_KINDS.get(parent.kind)?.nests[kind] : undefined;
  const written: Record<string, unknown> = ENTITY_KINDS.get(kind)?.takesId ? { id, ...fields } : { ...fields };
  if (parent && lostField !== undefined) written[lostField] = parent.id;
  return written;
}

function ordered(kind: string, list: ConfigEntity[]): ConfigEntity[] {
  if (ENTITY_KINDS.get(kind)?.takesId) return list.sort((a, b) => compareBytewise(a.id, b.id));
  const texts = new Map(list.map((entity) => [entity, stringifySorted(entity.fields)]));
  return list.sort((a, b) => compareBytewise(texts.get(a) ?? "", texts.get(b) ?? ""));
}

type Namer = (kind: string, id: string) => string | undefined;

/**
 * Gives the name by which a reference has to be written; undefined: the id serves. A name that is another's name or id too is none.
 * Where the id is the name of another, only the name can be meant, since Kong takes a text for a name first.
 */
function namer(configuration: Configuration, prefersNames: boolean): Namer {
  const kinds = new Map<string, KindNames | undefined>();
  return (kind, id) => {
    if (!kinds.has(kind)) kinds.set(kind, namesOf(configuration, kind));
    const known = kinds.get(kind);
    if (!known || (!prefersNames && !known.shadowed.has(id))) return undefined;
    const entity = entityOf(configuration, { kind, id });
    const name = entity && textField(entity.fields, ENTITY_KINDS.get(kind)?.nameKey);
    return name !== undefined && known.owners.get(name) === id ? name : undefined;
  };
}

/** Of the entities of a kind: whose each name is, null for one of several; and the ids that are the name of another. */
interface KindNames {
  owners: ReadonlyMap<string, string | null>;
  shadowed: ReadonlySet<string>;
}

/** Undefined: the kind goes by its ids, as credentials do, whose names are secrets. */
function namesOf({ entities }: Configuration, kind: string): KindNames | undefined {
  const [rules, ofKind] = [ENTITY_KINDS.get(kind), entities.get(kind)];
  if (!rules?.nameKey || rules.hasRandomId || !ofKind) return undefined;
  const owners = new Map<string, string | null>();
  const shadowed = new Set<string>();
  for (const entity of ofKind.values()) {
    const name = textField(entity.fields, rules.nameKey);
    if (name === undefined) continue;
    if (name !== entity.id && ofKind.has(name)) shadowed.add(name);
    owners.set(name, owners.has(name) ? null : entity.id);
  }
  return { owners, shadowed };
}

/** Writes the name in place of the id of each reference that has to be written so. */
function nameReferences(written: Record<string, unknown>, { kind, fields }: ConfigEntity, nameOf: Namer): void {
  const foreign = ENTITY_KINDS.get(kind)?.foreign ?? {};
  for (const field in foreign) {
    const [to, id] = [foreign[field]?.to, textField(fields, field)];
    const name = to === undefined || id === undefined ? undefined : nameOf(to, id);
    if (name !== undefined) written[field] = name;
  }
}
