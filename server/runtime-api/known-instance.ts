import type { Database } from "../../db/client";
import { selectGoneInstance, selectInstanceByCredential } from "../../db/queries/instance-credentials";
import { mintRuntimeDb, type RuntimeDb } from "../../db/scoped";
import type { Placement } from "../domain/rollout/expected-version";

/** Header fields of answers to polls. */
export type Fields = Readonly<Record<string, string>>;

/** A config version that instances may be expected to run. `fields` go with the 304 that names it. */
export interface Expected {
  number: number;
  etag: string;
  fields: Fields;
}

/** A known credential: whose it is, whether it may still be served, and what decides which config version it gets. */
export interface KnownInstance {
  runtime: RuntimeDb;
  placement: Placement;
  /** When a person asked that it take its config once more. Null: nobody did, or it was offered since. */
  syncRequestedAt: number | null;
  /** What it is expected to run (null: nothing) by the pointer of this id, so that the same one is not asked twice; 0: none was. */
  expected: Expected | null;
  expectedBy: number;
  /** How many changes the group's instances had seen when this was read; what is known of less is out of date. */
  groupChanges: number;
  /** It is the new credential of a rotation, and the one before it is good still. */
  isFirstUse: boolean;
  /** A person asked that it change its credential, and it has not yet. */
  isRotating: boolean;
  /** A poll was told so since this was read. */
  isRotationTold: boolean;
  isArchived: boolean;
  /** Its group was deleted, or it was ephemeral and its record went. */
  isGone: boolean;
}

type Row = NonNullable<Awaited<ReturnType<typeof selectInstanceByCredential>>>;

/** Every field by its name, in the order in which a poll looks at them: made of parts, it would lie apart in memory, which costs each poll a miss. */
const knownOf = (db: Database, row: Row, credentialHash: string): KnownInstance => ({
  isArchived: row.archivedAt !== null,
  isGone: row.orphanedAt !== null,
  isFirstUse: row.previousCredentialHash !== null && row.previousCredentialHash !== credentialHash,
  runtime: mintRuntimeDb(db, { orgId: row.orgId, groupId: row.groupId, instanceId: row.id }),
  groupChanges: row.groupChanges ?? 0,
  syncRequestedAt: row.syncRequestedAt,
  expectedBy: 0,
  expected: null,
  isRotating: row.rotationRequestedAt !== null,
  isRotationTold: false,
  placement: { id: row.id, labels: row.labels, pinnedVersion: row.pinnedVersion, pausedVersion: row.pausedVersion },
});

/** What nobody knows any more of an instance whose record went. */
const FORGOTTEN = {
  labels: {},
  pinnedVersion: null,
  pausedVersion: null,
  syncRequestedAt: null,
  rotationRequestedAt: null,
  previousCredentialHash: null,
  archivedAt: null,
  groupChanges: null,
} as const;

/** What is known of who bears the credential of this hash; undefined: it is nobody's, or nobody's any more. */
export async function loadKnownInstance(db: Database, credentialHash: string): Promise<KnownInstance | undefined> {
  const row = await selectInstanceByCredential(db, credentialHash);
  if (row) return knownOf(db, row, credentialHash);
  const gone = await selectGoneInstance(db, credentialHash);
  return gone && knownOf(db, { ...FORGOTTEN, id: gone.instanceId, orgId: gone.orgId, groupId: gone.groupId, orphanedAt: gone.goneAt }, credentialHash);
}
