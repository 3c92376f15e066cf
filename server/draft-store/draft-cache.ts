import type { Database } from "../../db/client";
import type { Configuration } from "../domain/configuration/configuration";
import type { DraftState } from "./draft-state";
import type { VersionFinding } from "./check-configuration";
import type { GroupSchemas } from "./group-schemas";
import type { ReadImport } from "./read-import";

/** What a process keeps of drafts and contents: some 400 bytes an entity, so a quarter of a gigabyte at the most. */
const MOST_ENTITIES = 600_000;

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
function createEntityCache<Value>(measure: (value: Value) => number): EntityCache<Value> {
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
        if (total <= MOST_ENTITIES || oldest === key) break;
        drop(oldest);
      }
    },
    delete: drop,
  };
}

/** What a process remembers of the drafts in one database. */
export interface DraftCache {
  states: EntityCache<DraftState>;
  /** By group and etag; loads that are under way are shared. */
  contents: EntityCache<Configuration>;
  loading: Map<string, Promise<unknown>>;
  /** By group. */
  schemas: Map<string, GroupSchemas>;
  /** What was shown last of an import, and of a check; one of each, because they are large. */
  lastImport: { key?: string; read?: ReadImport };
  lastCheck: { key?: string; found?: { findings: VersionFinding[]; count: number } };
}

const KEY = Symbol.for("signalbox.draftCaches");
// Module state exists once per bundle; what must be single per host lives on globalThis.
const holder: typeof globalThis & { [KEY]?: WeakMap<Database, DraftCache> } = globalThis;

/** The cache of the database: one per process and database. */
export function draftCacheOf(db: Database): DraftCache {
  const caches = (holder[KEY] ??= new WeakMap());
  const cache = caches.get(db) ?? {
    states: createEntityCache<DraftState>(({ current }) => sizeOf(current)),
    contents: createEntityCache(sizeOf),
    loading: new Map<string, Promise<unknown>>(),
    schemas: new Map<string, GroupSchemas>(),
    lastImport: {},
    lastCheck: {},
  };
  caches.set(db, cache);
  return cache;
}
