import type { LocatedEntity } from "@/server/domain/config-document/entity-walk";

/** Kong's two ways to say what is wrong with a document, and the words on it in the recorded answers of a real node. */
export type Entity = Record<string, unknown>;
export interface Rejection {
  status: number;
  plain: unknown;
  flattened: unknown;
}
type Path = readonly (string | number)[];

/**
 * One fault. `field`: of a field below the entity, or of the document where there is no entity; `entity`: of the entity as
 * a whole; `unique`: likewise, but Kong puts it where the entity stands; `reference`: one that dangles.
 */
export interface Problem {
  kind: "field" | "entity" | "unique" | "reference";
  located?: LocatedEntity;
  field?: Path;
  message: string;
  /** The id that Kong had given the entity by then. */
  id?: string;
}

export const isEntity = (value: unknown): value is Entity => typeof value === "object" && value !== null && !Array.isArray(value);

const singularOf = (kind: string) => kind.replace(/s$/, "");
const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;

/** The table as Lua would write it: what has no gap before it by position, all else by sorted key. */
function lua(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return String(value);
  const gap = Array.isArray(value) ? value.findIndex((each) => each === null) : 0;
  const listed: unknown[] = Array.isArray(value) ? value.slice(0, gap < 0 ? value.length : gap) : [];
  const keyed = Array.isArray(value)
    ? value.flatMap((each: unknown, index) => (index < listed.length || each === null ? [] : [`[${index + 1}]=${lua(each)}`]))
    : Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, each]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : `[${quoted(key)}]`}=${lua(each)}`);
  return `{${[...listed.map(lua), ...keyed].join(",")}}`;
}

/** Sets a message in Kong's tree: numbers make lists, whose gaps are null. */
function plant(tree: Entity | unknown[], path: Path, message: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  const holder = tree as Record<string | number, unknown>; // safe because a number is only ever a key of a list made below
  if (Array.isArray(tree)) while (tree.length < Number(key)) tree.push(null);
  if (rest.length === 0) {
    holder[key] = message;
    return;
  }
  const known = holder[key];
  const next: Entity | unknown[] = Array.isArray(known) || isEntity(known) ? known : typeof rest[0] === "number" ? [] : {};
  holder[key] = next;
  plant(next, rest, message);
}

const entityMessages = (problems: Problem[], located: LocatedEntity, kind: Problem["kind"]) =>
  problems.filter((each) => each.kind === kind && each.located === located).map((each) => each.message);

function plainFields(problems: Problem[]): Entity {
  const fields: Entity = {};
  for (const problem of problems) {
    const { kind, located, field = [], message } = problem;
    if (!located || kind === "field") plant(fields, [...(located?.path ?? []), ...field], message);
    else if (kind === "unique") plant(fields, located.path, message);
    else if (kind === "entity") plant(fields, [...located.path, "@entity"], entityMessages(problems, located, kind));
    else
      plant(
        fields,
        [located.kind, String(located.rules.nameKey === undefined ? problem.id : located.entity[located.rules.nameKey])],
        entityMessages(problems, located, kind),
      );
  }
  return fields;
}

const without = (entity: Entity, keys: readonly string[]) => Object.fromEntries(Object.entries(entity).filter(([key]) => !keys.includes(key)));
/** Kong's JSON knows no empty list. */
const asSent = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.length
      ? value.map(asSent)
      : {}
    : isEntity(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asSent(each)]))
      : value;

/** Children stand for themselves; dangling references are lost; `{}` rather than `[]` when nothing is left. */
function flattenedErrors(problems: Problem[]): unknown {
  const items = new Map<LocatedEntity, Entity & { errors: Entity[] }>();
  for (const { kind, located, field = [], message, id } of problems) {
    if (!located || kind === "reference") continue;
    const entity = { ...without(located.entity, Object.keys(located.rules.nests)), ...(id === undefined ? {} : { id }) };
    const known: Entity = entity;
    const item = items.get(located) ?? {
      entity_type: singularOf(located.kind),
      entity: asSent(entity),
      errors: [],
      ...(known.name === undefined ? {} : { entity_name: known.name }),
      ...(known.id === undefined ? {} : { entity_id: known.id }),
      ...(known.tags === undefined ? {} : { entity_tags: known.tags }),
    };
    items.set(located, item);
    item.errors.push(
      kind === "field"
        ? { type: "field", field: field.map((part) => (typeof part === "number" ? part + 1 : part)).join("."), message }
        : { type: "entity", message },
    );
  }
  return items.size ? [...items.values()] : {};
}

/** The 400 that names the problems, in both formats. */
export function rejectionOf(problems: Problem[]): Rejection {
  const body = (fields: Entity) => ({ code: 14, name: "invalid declarative configuration", message: `declarative config is invalid: ${lua(fields)}`, fields });
  const ofDocument = plainFields(problems.filter((each) => !each.located));
  return { status: 400, plain: body(plainFields(problems)), flattened: { ...body(ofDocument), flattened_errors: flattenedErrors(problems) } };
}

/** What Kong answers where its parser breaks. */
export const crash: Rejection = { status: 500, plain: { message: "An unexpected error occurred" }, flattened: { message: "An unexpected error occurred" } };
