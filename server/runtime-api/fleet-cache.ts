import { createHash } from "node:crypto";
import type { Database } from "../../db/client";
import { readGroupTarget } from "../../db/queries/group-measures";
import { selectDocument, selectPointer, selectSigningKeys, selectVersionEtag } from "../../db/queries/runtime";
import type { RuntimeDb } from "../../db/scoped";
import { hashToken } from "../auth/token-hash";
import { type KeyRing, openBytes } from "../at-rest/seal";
import { contentPlace } from "../at-rest/places";
import { signConfig } from "../auth/signing";
import { expectedVersion, type GroupTarget } from "../domain/rollout/expected-version";
import { isWellFormedToken } from "../domain/token";
import { type Expected, type Fields, type KnownInstance, loadKnownInstance } from "./known-instance";
import { LoadingCache } from "./loading-cache";

/** A document as it is served; `fields` go with its 200 besides those of what is expected. */
export interface ServedDocument {
  body: Uint8Array<ArrayBuffer>;
  fields: Fields;
}

/** What a group asks of its instances now. Header fields are made once for it, not at every poll: `fields` go with every answer. */
export interface Pointer {
  /** Another for each that is read. */
  id: number;
  pollIntervalSeconds: number;
  /** How many changes the group's instances have seen, by whomever: so one read a group tells of every credential that was revoked elsewhere. */
  instanceChanges: number;
  fields: Fields;
  target: GroupTarget;
  /** By number: what the target names, and what else was asked for since. */
  expected: Map<number, Expected>;
  /** The ids of the org's signing keys. */
  signedBy: string;
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
/** Far more groups, and pins in them, than one process serves. */
const MOST_POINTERS = 100_000;
/** What a document holds besides its body, roughly. */
const DOCUMENT_BYTES = 1024;

const expectedOf = (fields: Fields, number: number, etag: string): Expected => ({
  number,
  etag,
  fields: { ...fields, ETag: etag, "Config-Version": String(number) },
});

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
  private readonly documents: LoadingCache<ServedDocument>;
  private readonly waiters = new Map<string, Set<() => void>>();
  private watches = 0;
  private pointersRead = 0;

  constructor(private readonly options: Options) {
    const { maxAgeMs, now } = options;
    const sharesLoads = !options.isolatesRequests;
    // One that may be served is as good as its group's pointer says; what became of any other, no pointer tells.
    const maxAgeOf = ({ isArchived, isGone }: KnownInstance) => (isArchived || isGone ? maxAgeMs : Infinity);
    this.instances = new LoadingCache({ mostWeight: MOST_INSTANCES, weigh: () => 1, maxAgeOf, tagOf: ({ runtime }) => runtime.instanceId, now, sharesLoads });
    const weighPointer = ({ expected, target }: Pointer) => 1 + expected.size + target.selectorPins.length;
    this.pointers = new LoadingCache({ mostWeight: MOST_POINTERS, weigh: weighPointer, maxAgeOf: () => maxAgeMs, now, sharesLoads });
    // A config version never changes: its document is as good as ever until there is no room for it.
    const weigh = ({ body }: ServedDocument) => DOCUMENT_BYTES + body.byteLength;
    this.documents = new LoadingCache({ mostWeight: options.mostDocumentBytes, weigh, maxAgeOf: () => Infinity, now, sharesLoads });
  }

  /**
   * Undefined for a token that is not, or no longer, an instance's credential. One that cannot be a credential is not
   * looked for. What was read before so many changes of the group is read again.
   */
  instanceOf(token: string, leastChanges = 0): KnownInstance | undefined | Promise<KnownInstance | undefined> {
    const credentialHash = hashToken(token);
    return this.instances.get(
      credentialHash,
      async () => (isWellFormedToken(token, "sbi") ? loadKnownInstance(this.options.db, credentialHash) : undefined),
      leastChanges === 0 ? undefined : ({ groupChanges }) => groupChanges >= leastChanges,
    );
  }

  /** Undefined where the group is gone. */
  pointerOf(runtime: RuntimeDb): Pointer | undefined | Promise<Pointer | undefined> {
    return this.pointers.get(keyOf(runtime), (outdated) => this.loadPointer(runtime, outdated));
  }

  /** What the instance should run by this pointer; null where there is nothing. A version that it alone is held at is read once. */
  expectedOf(known: KnownInstance, pointer: Pointer): Expected | null | Promise<Expected | null> {
    if (known.expectedBy === pointer.id) return known.expected;
    const number = expectedVersion(pointer.target, known.placement);
    const atHand = number === null ? null : pointer.expected.get(number);
    if (atHand === undefined && number !== null) return this.loadExpected(known.runtime, pointer, number);
    [known.expected, known.expectedBy] = [atHand ?? null, pointer.id];
    return known.expected;
  }

  /** The document of a config version, signed by the org's keys. Throws where it is not kept any more. */
  async documentOf(runtime: RuntimeDb, { signedBy }: Pointer, { number, etag }: Expected): Promise<ServedDocument> {
    const document = await this.documents.get(`${keyOf(runtime)}/${number}/${signedBy}`, () => this.loadDocument(runtime, number, etag));
    if (!document) throw new Error("The document of an expected config version is not in the database.");
    return document;
  }

  groupChanged(groupId: string): void {
    const isOf = (key: string) => key.endsWith(`/${groupId}`);
    this.pointers.dropWhere(isOf, isOf);
    this.dropDocuments(groupId);
    this.wake(groupId);
  }

  /** Documents are signed anew; nobody waits for that. */
  signingKeysChanged(orgId: string): void {
    const isOf = (key: string) => key.startsWith(`${orgId}/`);
    this.pointers.dropWhere(isOf, isOf);
  }

  instanceChanged(...instanceIds: string[]): void {
    for (const id of instanceIds) {
      this.instances.dropTagged(id);
      this.wake(id);
    }
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

  /** No more of a group's documents are kept than have been asked for since its last publish. */
  private dropDocuments(groupId: string): void {
    const isOf = (key: string) => key.includes(`/${groupId}/`);
    this.documents.dropWhere(isOf, isOf);
  }

  private wake(key: string): void {
    for (const done of this.waiters.get(key) ?? []) done();
  }

  private async loadPointer(runtime: RuntimeDb, outdated: Pointer | undefined): Promise<Pointer | undefined> {
    const row = await selectPointer(runtime);
    if (!row) return undefined;
    const { pollIntervalSeconds, healsDrift, signedBy } = row;
    // Where nobody else writes, what is kept in memory was dropped by who changed it.
    const instanceChanges = this.options.maxAgeMs === Infinity ? 0 : row.instanceChanges;
    const fields = {
      "Poll-Interval": String(pollIntervalSeconds),
      "Drift-Policy": healsDrift ? "heal" : "report",
      "Cache-Control": "private, no-cache",
      Vary: "Accept-Encoding",
    };
    const { target, etagOf } = readGroupTarget(row);
    const isSame = outdated?.target.liveVersion === target.liveVersion && outdated.signedBy === signedBy;
    if (isSame) for (const { number, etag } of outdated.expected.values()) etagOf.set(number, etag);
    else this.dropDocuments(runtime.groupId);
    const expected = new Map([...etagOf].map(([number, etag]) => [number, expectedOf(fields, number, etag)]));
    return { id: ++this.pointersRead, pollIntervalSeconds, instanceChanges, fields, target, expected, signedBy };
  }

  private async loadExpected(runtime: RuntimeDb, { fields, expected }: Pointer, number: number): Promise<Expected> {
    const etag = await selectVersionEtag(runtime, number);
    if (etag === undefined) throw new Error("An instance is held at a config version that is not there.");
    const loaded = expectedOf(fields, number, etag);
    expected.set(number, loaded);
    return loaded;
  }

  private async loadDocument(runtime: RuntimeDb, number: number, etag: string): Promise<ServedDocument | undefined> {
    const sealed = await selectDocument(runtime, etag);
    if (!sealed) return undefined;
    const body = new Uint8Array(await openBytes(sealed, this.options.keys, contentPlace(runtime.orgId, runtime.groupId, etag)));
    return { body, fields: { "Content-Type": "application/json", ...(await this.sign(runtime, number, body)) } };
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
