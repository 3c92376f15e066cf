import type { Database } from "../../db/client";
import { settleCredential } from "../../db/queries/instance-credentials";
import type { RuntimeDb } from "../../db/scoped";
import type { KeyRing } from "../at-rest/seal";
import { hashToken } from "../auth/token-hash";
import { bearerOf, Refusal, type RuntimeRequest, unauthorized } from "./answers";
import type { FleetCache, Pointer } from "./fleet-cache";
import type { KnownInstance } from "./known-instance";
import type { LastSeen } from "./last-seen";

/** What every handler of the runtime API is given. */
export interface RuntimeApiContext {
  db: Database;
  now: () => number;
  keys: KeyRing;
  /** So many random bytes, from the system where no test says otherwise. */
  random: (size: number) => Uint8Array;
  cache: FleetCache;
  lastSeen: LastSeen;
  /** True once the process is ending: waiting polls answer at once. */
  isClosing: () => boolean;
  /** Tells that a Kong of the group rejected a config version. */
  rejected: (groupId: string) => void;
  /** A longer wait is cut to it. */
  longestWaitSeconds: number;
}

const gone = () => new Refusal(410, "This instance, or its runtime group, is gone. Keep serving; poll once an hour.");

/** An instance that may be served, and what its group asks. */
export interface Served {
  known: KnownInstance;
  runtime: RuntimeDb;
  pointer: Pointer;
}

/**
 * The instance whose credential the request bears, with its group's pointer: 401 unknown or revoked, 403 archived, 410 where it or its
 * group is gone. The first use of a new credential ends the one before it, and with that its rotation.
 */
export async function instanceOf(request: RuntimeRequest, { cache, db }: RuntimeApiContext): Promise<Served> {
  const token = bearerOf(request);
  let known = served(await cache.instanceOf(token));
  if (known.isFirstUse) {
    await db.write((tx) => settleCredential(tx, known.runtime, hashToken(token)));
    cache.instanceChanged(known.runtime.instanceId);
    known = served(await cache.instanceOf(token));
  }
  const pointer = await cache.pointerOf(known.runtime);
  if (!pointer) throw gone();
  // Another process has changed an instance of this group since this one was read: it may have been this one.
  if (known.groupChanges < pointer.instanceChanges) known = served(await cache.instanceOf(token, pointer.instanceChanges));
  return { known, runtime: known.runtime, pointer };
}

function served(known: KnownInstance | undefined): KnownInstance {
  if (!known) throw unauthorized();
  if (known.isArchived) throw new Refusal(403, "This instance is archived.");
  if (known.isGone) throw gone();
  return known;
}
