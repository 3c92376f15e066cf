import { createHash } from "node:crypto";
import type { Database } from "../../db/client";
import { selectInstanceByCredential, selectPointer, selectSigningKeys } from "../../db/queries/runtime";
import { mintRuntimeDb, type RuntimeDb } from "../../db/scoped";
import { signConfig } from "../auth/signing";

/** A known credential: whose it is, and whether it may still be served. */
export interface KnownInstance {
  runtime: RuntimeDb;
  isArchived: boolean;
  isOrphaned: boolean;
}

/** What a group serves now. `version` null: nothing is published. */
export interface Pointer {
  pollIntervalSeconds: number;
  version: { etag: string; number: number; body: string; headers: Record<string, string> } | null;
}

const MOST_ENTRIES = 50_000;

/** A bounded map that loads what it lacks. An invalidation during a load keeps the stale value out. */
class LoadingCache<Value> {
  private readonly entries = new Map<string, { value: Value; loadedAt: number }>();
  private generation = 0;

  constructor(
    private readonly load: (key: string) => Promise<Value | undefined>,
    private readonly maxAgeMs: number,
    private readonly now: () => number,
  ) {}

  async get(key: string): Promise<Value | undefined> {
    const entry = this.entries.get(key);
    if (entry && this.now() - entry.loadedAt <= this.maxAgeMs) return entry.value;
    const generation = this.generation;
    const value = await this.load(key);
    if (value !== undefined && generation === this.generation) {
      const oldest = this.entries.size >= MOST_ENTRIES ? this.entries.keys().next().value : undefined;
      if (oldest !== undefined) this.entries.delete(oldest);
      this.entries.set(key, { value, loadedAt: this.now() });
    }
    return value;
  }

  dropWhere(isStale: (key: string, value: Value) => boolean): void {
    this.generation += 1;
    for (const [key, { value }] of this.entries) if (isStale(key, value)) this.entries.delete(key);
  }
}

/**
 * What a poll needs, in memory, so that in the steady state it reads no database. Publish, revoke and delete drop what
 * they touch; what another process changed is seen after `maxAgeMs`. Waiting polls are woken on a change.
 */
export class FleetCache {
  private readonly instances: LoadingCache<KnownInstance>;
  private readonly pointers: LoadingCache<Pointer>;
  private readonly groups = new Map<string, RuntimeDb>();
  private readonly waiters = new Map<string, Set<() => void>>();

  constructor(
    private readonly db: Database,
    private readonly dataKey: Uint8Array,
    private readonly now: () => number,
    maxAgeMs: number,
  ) {
    this.instances = new LoadingCache((hash) => this.loadInstance(hash), maxAgeMs, now);
    this.pointers = new LoadingCache((groupId) => this.loadPointer(groupId), maxAgeMs, now);
  }

  instanceOf(credentialHash: string): Promise<KnownInstance | undefined> {
    return this.instances.get(credentialHash);
  }

  pointerOf(runtime: RuntimeDb): Promise<Pointer | undefined> {
    this.groups.set(runtime.groupId, runtime);
    return this.pointers.get(runtime.groupId);
  }

  groupChanged(groupId: string): void {
    this.pointers.dropWhere((key) => key === groupId);
    this.instances.dropWhere((_, known) => known.isOrphaned || known.runtime.groupId === groupId);
    this.wake(groupId);
  }

  instanceChanged(instanceId: string): void {
    this.instances.dropWhere((_, known) => known.runtime.instanceId === instanceId);
    this.wake(instanceId);
  }

  wakeAll(): void {
    for (const key of this.waiters.keys()) this.wake(key);
  }

  /** Resolves on a change of the group or the instance, after `seconds`, or when the caller has gone. */
  changed(runtime: RuntimeDb, seconds: number, signal: AbortSignal): Promise<void> {
    const keys = [runtime.groupId, runtime.instanceId];
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        for (const key of keys) {
          const waiting = this.waiters.get(key);
          waiting?.delete(done);
          if (waiting?.size === 0) this.waiters.delete(key);
        }
        resolve();
      };
      const timer = setTimeout(done, seconds * 1000);
      signal.addEventListener("abort", done, { once: true });
      for (const key of keys) this.waiters.set(key, (this.waiters.get(key) ?? new Set()).add(done));
      if (signal.aborted) done();
    });
  }

  private wake(key: string): void {
    for (const done of this.waiters.get(key) ?? []) done();
  }

  private async loadInstance(credentialHash: string): Promise<KnownInstance | undefined> {
    const row = await selectInstanceByCredential(this.db, credentialHash);
    if (!row) return undefined;
    const runtime = mintRuntimeDb(this.db, { orgId: row.orgId, groupId: row.groupId, instanceId: row.id });
    return { runtime, isArchived: row.archivedAt !== null, isOrphaned: row.orphanedAt !== null };
  }

  private async loadPointer(groupId: string): Promise<Pointer | undefined> {
    const runtime = this.groups.get(groupId);
    const row = runtime && (await selectPointer(runtime));
    if (!runtime || !row) return undefined;
    if (!row.version) return { pollIntervalSeconds: row.pollIntervalSeconds, version: null };
    const { etag, number, body } = row.version;
    const digestBase64 = createHash("sha256").update(body).digest("base64");
    const [key] = await selectSigningKeys(this.db, runtime.orgId);
    const headers: Record<string, string> = { "Unencoded-Digest": `sha-256=:${digestBase64}:`, "Config-Version": String(number), "Signalbox-Group": groupId };
    if (key) {
      const createdSeconds = Math.floor(this.now() / 1000);
      const signed = signConfig({ privateKey: key.privateKey, dataKey: this.dataKey, keyId: key.id, groupId, versionNumber: number, digestBase64, createdSeconds });
      headers["Signature-Input"] = signed.signatureInput;
      headers.Signature = signed.signature;
    }
    return { pollIntervalSeconds: row.pollIntervalSeconds, version: { etag, number, body, headers } };
  }
}
