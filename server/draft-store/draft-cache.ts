import type { Database } from "../../db/client";
import type { Configuration } from "../domain/configuration/configuration";
import type { OrgContext } from "../trpc/init";
import type { DraftState } from "./draft-state";
import type { VersionFinding } from "./check-configuration";
import type { GroupSchemas } from "./group-schemas";
import type { Judged } from "./node-judge";
import type { ReadImport } from "./read-import";

/** What a host lends to drafts. */
export interface DraftMemory {
  /** How many entities are kept of drafts, and how many of contents, most of which drafts share: some 400 bytes each. */
  mostEntities: number;
  /** False where a request must not await another's work (edge workers): every caller then loads for itself. */
  sharesLoads: boolean;
}

/** What a process of its own lends: a quarter of a gigabyte, and as much again where no draft shares the contents. */
const OF_A_PROCESS: DraftMemory = { mostEntities: 600_000, sharesLoads: true };

/** A told schema is read into objects of some four times its text. */
const CHARACTERS_AN_ENTITY = 100;
/** Of so many config versions it is remembered who can run them. */
const MOST_JUDGED = 50;

/** A map that forgets what was used longest ago once its values hold too many entities together. */
export interface EntityCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** How many entities a configuration holds. */
export function sizeOf({ entities }: Configuration): number {
  let size = 0;
  for (const ofKind of entities.values()) size += ofKind.size;
  return size;
}

/** A cache bounded by entities; one value alone is kept however large it is. */
function createEntityCache<Value>(most: number, measure: (value: Value) => number): EntityCache<Value> {
  const kept = new Map<string, { value: Value; size: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  return {
    get(key) {
      const entry = kept.get(key);
      if (!entry) return undefined;
      kept.delete(key);
      kept.set(key, entry);
      return entry.value;
    },
    set(key, value) {
      drop(key);
      const size = measure(value) + 1;
      kept.set(key, { value, size });
      total += size;
      for (const oldest of kept.keys()) {
        if (total <= most || oldest === key) break;
        drop(oldest);
      }
    },
    delete: drop,
  };
}

/** What a process remembers of the drafts in one database. */
export interface DraftCache {
  states: EntityCache<DraftState>;
  /** By group and etag. */
  contents: EntityCache<Configuration>;
  /** Loads of contents that are under way. Absent: they are not shared. */
  loading?: Map<string, Promise<Configuration | undefined>>;
  /** By group. */
  schemas: EntityCache<GroupSchemas>;
  /** What was shown last of an import, and of a check; one of each, because they are large. */
  lastImport: { key?: string; read?: ReadImport };
  lastCheck: { key?: string; found?: Checked | Promise<Checked> };
  /** By group and config version: of the few that instances should run. */
  judged: EntityCache<Judged>;
}

/** What a check found: the first findings, and how many there are. */
interface Checked {
  findings: VersionFinding[];
  count: number;
}

const KEY = Symbol.for("signalbox.draftCaches");
// Module state exists once per bundle; what must be single per host lives on globalThis.
const holder: typeof globalThis & { [KEY]?: WeakMap<Database, DraftCache> } = globalThis;

const sizeOfState = ({ current, steps }: DraftState): number => steps.reduce((sum, { changes }) => sum + changes.length, sizeOf(current));

function sizeOfSchemas({ versions }: GroupSchemas): number {
  const characters = versions.flatMap(({ told }) => told).reduce((sum, { schema }) => sum + schema.length, 0);
  return Math.ceil(characters / CHARACTERS_AN_ENTITY);
}

function createDraftCache({ mostEntities, sharesLoads }: DraftMemory): DraftCache {
  return {
    states: createEntityCache(mostEntities, sizeOfState),
    contents: createEntityCache(mostEntities, sizeOf),
    ...(sharesLoads ? { loading: new Map<string, Promise<Configuration | undefined>>() } : {}),
    schemas: createEntityCache(mostEntities, sizeOfSchemas),
    lastImport: {},
    lastCheck: {},
    judged: createEntityCache(MOST_JUDGED, () => 0),
  };
}

/** The cache of the database: one per process and database, as large as the host allows. */
export function draftCacheOf({ deps, org }: Pick<OrgContext, "deps" | "org">): DraftCache {
  const caches = (holder[KEY] ??= new WeakMap());
  const cache = caches.get(org.db) ?? createDraftCache(deps.draftMemory ?? OF_A_PROCESS);
  caches.set(org.db, cache);
  return cache;
}
