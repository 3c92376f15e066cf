import { createHash } from "node:crypto";
import type { Database } from "../../db/client";
import { selectGoneInstance, selectInstanceByCredential, selectPointer, selectSigningKeys } from "../../db/queries/runtime";
import { mintRuntimeDb, type RuntimeDb } from "../../db/scoped";
import { hashToken } from "../auth/token-hash";
import { type KeyRing, openBytes } from "../at-rest/seal";
import { contentPlace } from "../at-rest/places";
import { signConfig } from "../auth/signing";
import { isWellFormedToken } from "../domain/token";
import { LoadingCache } from "./loading-cache";

/** A known credential: whose it is, and whether it may still be served. */
export interface KnownInstance {
  runtime: RuntimeDb;
  /** How many changes the group's instances had seen when this was read; what is known of less is out of date. */
  groupChanges: number;
  /** It is the new credential of a rotation, and the one before it is good still. */
  isFirstUse: boolean;
  isArchived: boolean;
  /** Its group was deleted, or it was ephemeral and its record went. */
  isGone: boolean;
}

type Fields = Readonly<Record<string, string>>;

/**
 * What a group serves now. `version` null: nothing is published. Header fields are made once per version, not at every
 * poll: `fields` go with every answer, a version's `fields` with its 304, its `documentFields` with its 200; `signedBy` names the keys that signed these.
 */
export interface Pointer {
  pollIntervalSeconds: number;
  /** How many changes the group's instances have seen, by whomever: so one read a group tells of every credential that was revoked elsewhere. */
  instanceChanges: number;
  fields: Fields;
  version: { etag: string; number: number; body: Uint8Array<ArrayBuffer>; fields: Fields; documentFields: Fields; signedBy: string } | null;
}

/** Resolves `happened` on a change, at the time limit, or when the caller has gone. `cancel` releases what it holds. */
export interface Watch {
  happened: Promise<void>;
  cancel: () => void;
}

interface Options {
  db: Database;
  keys: KeyRing;
  now: () => number;
  maxAgeMs: number;
  /** True where a request must touch nothing of another's (edge workers): loads are not shared, and a waiting poll looks again instead of being woken. */
  isolatesRequests: boolean;
  /** The bytes of documents that are kept in memory. */
  mostDocumentBytes: number;
}

/** Twice the largest fleet that is promised: past it, polls would read the database one by one. */
const MOST_INSTANCES = 200_000;
/** What a pointer holds besides its document, roughly. */
const POINTER_BYTES = 1024;

/** The tenant is a part of the key, so that no row can be given another tenant's document, whatever its group id. */
const keyOf = ({ orgId, groupId }: RuntimeDb): string => `${orgId}/${groupId}`;

/**
 * What a poll needs, in memory, so that in the steady state it reads no database. Publish, revoke and delete drop what
 * they touch. What another process changed is seen after `maxAgeMs`, by one read for each group. Waiting polls are woken
 * on a change.
 */
export class FleetCache {
  private readonly instances: LoadingCache<KnownInstance>;
  private readonly pointers: LoadingCache<Pointer>;
  private readonly waiters = new Map<string, Set<() => void>>();
  private watches = 0;

  constructor(private readonly options: Options) {
    const { maxAgeMs, now } = options;
    const sharesLoads = !options.isolatesRequests;
    // One that may be served is as good as its group's pointer says; what became of any other, no pointer tells.
    const maxAgeOf = ({ isArchived, isGone }: KnownInstance) => (isArchived || isGone ? maxAgeMs : Infinity);
    this.instances = new LoadingCache({ mostWeight: MOST_INSTANCES, weigh: () => 1, maxAgeOf, now, sharesLoads });
    const weigh = ({ version }: Pointer) => POINTER_BYTES + (version?.body.byteLength ?? 0);
    this.pointers = new LoadingCache({ mostWeight: options.mostDocumentBytes, weigh, maxAgeOf: () => maxAgeMs, now, sharesLoads });
  }

  /**
   * Undefined for a token that is not, or no longer, an instance's credential. One that cannot be a credential is not
   * looked for. What was read before so many changes of the group is read again.
   */
  instanceOf(token: string, leastChanges = 0): KnownInstance | undefined | Promise<KnownInstance | undefined> {
    const credentialHash = hashToken(token);
    return this.instances.get(
      credentialHash,
      async () => (isWellFormedToken(token, "sbi") ? this.loadInstance(credentialHash) : undefined),
      leastChanges === 0 ? undefined : ({ groupChanges }) => groupChanges >= leastChanges,
    );
  }

  /** Undefined where the group is gone. */
  pointerOf(runtime: RuntimeDb): Pointer | undefined | Promise<Pointer | undefined> {
    return this.pointers.get(keyOf(runtime), (outdated) => this.loadPointer(runtime, outdated?.version ?? null));
  }

  groupChanged(groupId: string): void {
    const isOf = (key: string) => key.endsWith(`/${groupId}`);
    this.pointers.dropWhere(isOf, isOf);
    this.wake(groupId);
  }

  /** Documents are signed anew; nobody waits for that. */
  signingKeysChanged(orgId: string): void {
    const isOf = (key: string) => key.startsWith(`${orgId}/`);
    this.pointers.dropWhere(isOf, isOf);
  }

  instanceChanged(...instanceIds: string[]): void {
    const changed = new Set(instanceIds);
    this.instances.dropWhere(
      (_, known) => changed.has(known.runtime.instanceId),
      () => true,
    );
    for (const id of changed) this.wake(id);
  }

  /** How many watches are held. */
  get waiting(): number {
    return this.watches;
  }

  wakeAll(): void {
    for (const key of this.waiters.keys()) this.wake(key);
  }

  /**
   * Watches the group and the instance. Begin before reading what may change: a change in between is then not missed.
   * Where other processes write too, it ends after `maxAgeMs` at the latest, so that their changes are looked for.
   */
  watch(runtime: RuntimeDb, mostMs: number, signal: AbortSignal): Watch {
    const keys = this.options.isolatesRequests ? [] : [runtime.groupId, runtime.instanceId];
    let cancel = () => {};
    const happened = new Promise<void>((resolve) => {
      this.watches += 1;
      let isDone = false;
      const done = () => {
        if (isDone) return;
        isDone = true;
        this.watches -= 1;
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        for (const key of keys) {
          const waiting = this.waiters.get(key);
          waiting?.delete(done);
          if (waiting?.size === 0) this.waiters.delete(key);
        }
        resolve();
      };
      const timer = setTimeout(done, Math.ceil(Math.max(1, Math.min(mostMs, this.options.maxAgeMs + 1))));
      signal.addEventListener("abort", done, { once: true });
      for (const key of keys) this.waiters.set(key, (this.waiters.get(key) ?? new Set()).add(done));
      cancel = done;
      if (signal.aborted) done();
    });
    return { happened, cancel };
  }

  private wake(key: string): void {
    for (const done of this.waiters.get(key) ?? []) done();
  }

  private async loadInstance(credentialHash: string): Promise<KnownInstance | undefined> {
    const { db } = this.options;
    const row = await selectInstanceByCredential(db, credentialHash);
    if (row) {
      const runtime = mintRuntimeDb(db, { orgId: row.orgId, groupId: row.groupId, instanceId: row.id });
      const isFirstUse = row.previousCredentialHash !== null && row.previousCredentialHash !== credentialHash;
      return { runtime, groupChanges: row.groupChanges ?? 0, isFirstUse, isArchived: row.archivedAt !== null, isGone: row.orphanedAt !== null };
    }
    const gone = await selectGoneInstance(db, credentialHash);
    return gone && { runtime: mintRuntimeDb(db, gone), groupChanges: 0, isFirstUse: false, isArchived: false, isGone: true };
  }

  /** The document is read only where it is another than the one `held`. */
  private async loadPointer(runtime: RuntimeDb, held: Pointer["version"]): Promise<Pointer | undefined> {
    const row = await selectPointer(runtime, held);
    if (!row) return undefined;
    const { pollIntervalSeconds, signedBy, version, body: sealed } = row;
    // Where nobody else writes, what is kept in memory was dropped by who changed it.
    const instanceChanges = this.options.maxAgeMs === Infinity ? 0 : row.instanceChanges;
    const fields = { "Poll-Interval": String(pollIntervalSeconds), "Cache-Control": "private, no-cache", Vary: "Accept-Encoding" };
    const pointer = { pollIntervalSeconds, instanceChanges, fields };
    if (!version) return { ...pointer, version: null };
    const { etag, number } = version;
    if (sealed === null) {
      if (held?.etag !== etag) throw new Error("The live document is not in the database.");
      const signed = held.signedBy === signedBy ? {} : await this.sign(runtime, number, held.body);
      const documentFields = { ...held.documentFields, ...fields, ...signed };
      return { ...pointer, version: { ...held, fields: { ...held.fields, ...fields }, documentFields, signedBy } };
    }
    const body = new Uint8Array(await openBytes(sealed, this.options.keys, contentPlace(runtime.orgId, runtime.groupId, etag)));
    const versionFields = { ...fields, ETag: etag, "Config-Version": String(number) };
    const documentFields = { ...versionFields, "Content-Type": "application/json", ...(await this.sign(runtime, number, body)) };
    return { ...pointer, version: { etag, number, body, fields: versionFields, documentFields, signedBy } };
  }

  /** The integrity and authenticity fields of a document. */
  private async sign(runtime: RuntimeDb, versionNumber: number, body: Uint8Array): Promise<Fields> {
    const { orgId, groupId } = runtime;
    const digestBase64 = createHash("sha256").update(body).digest("base64");
    const headers = { "Unencoded-Digest": `sha-256=:${digestBase64}:`, "Signalbox-Group": groupId };
    const signers = await selectSigningKeys(runtime);
    const { keys, now } = this.options;
    return { ...headers, ...signConfig({ signers, keys, orgId, groupId, versionNumber, digestBase64, createdSeconds: Math.floor(now() / 1000) }) };
  }
}
