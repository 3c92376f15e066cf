/**
 * Configurations on their way to another thread and back. Handing one over as it is would hold both threads up for as long as
 * all of it is copied; so it goes as texts of some entities each, and between two of them other work has its turn.
 */
import { allEntities, type ConfigEntity, type Configuration } from "../domain/configuration/configuration";
import { giveWay } from "./give-way";

const ENTITIES_A_PART = 400;

/** What stands for a configuration or a long list. */
interface Parts {
  parts: string[];
  /** Of a configuration alone. */
  top?: Configuration["top"];
}

/** The members of a job or of its result, those that are large as `Parts`. */
export type Packed = Record<string, unknown>;

const isConfiguration = (value: unknown): value is Configuration =>
  typeof value === "object" && value !== null && "entities" in value && value.entities instanceof Map && "top" in value;

const isParts = (value: unknown): value is { isPacked: true } & Parts => typeof value === "object" && value !== null && "isPacked" in value;

/** The members as texts of some hundred each; none holds a line break. */
export async function toParts(members: Iterable<unknown>): Promise<string[]> {
  const parts: string[] = [];
  let open: unknown[] = [];
  const close = async (): Promise<void> => {
    parts.push(JSON.stringify(open));
    open = [];
    await giveWay();
  };
  for (const member of members) {
    open.push(member);
    if (open.length >= ENTITIES_A_PART) await close();
  }
  if (open.length > 0) await close();
  return parts;
}

/** Makes a job or result ready to be handed over. */
export async function pack(job: object): Promise<Packed> {
  const packed: Packed = {};
  for (const [name, value] of Object.entries(job)) {
    if (isConfiguration(value)) packed[name] = { isPacked: true, parts: await toParts(allEntities(value)), top: value.top };
    else if (Array.isArray(value) && value.length > ENTITIES_A_PART) packed[name] = { isPacked: true, parts: await toParts(value) };
    else packed[name] = value;
  }
  return packed;
}

/** What `toParts` was given. */
export async function readMembers(parts: readonly string[]): Promise<unknown[]> {
  const members: unknown[] = [];
  for (const part of parts) {
    if (part === "") continue;
    members.push(...(JSON.parse(part) as unknown[])); // safe because `toParts` wrote it
    await giveWay();
  }
  return members;
}

async function readParts({ parts, top }: Parts): Promise<unknown> {
  const members = await readMembers(parts);
  if (!top) return members;
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const member of members) {
    const entity = member as ConfigEntity; // safe because `pack` takes these from a configuration
    const ofKind = entities.get(entity.kind) ?? new Map<string, ConfigEntity>();
    entities.set(entity.kind, ofKind.set(entity.id, entity));
  }
  return { entities, top };
}

/** What `pack` was given. */
export async function unpack(packed: Packed): Promise<unknown> {
  const job: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(packed)) job[name] = isParts(value) ? await readParts(value) : value;
  return job;
}
