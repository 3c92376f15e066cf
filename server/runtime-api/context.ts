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

interface Found {
  known: ReturnType<FleetCache["instanceOf"]>;
  pointer?: ReturnType<FleetCache["pointerOf"]>;
}

/**
 * `instanceOf`, where something is to be read, or the credential is used for the first time, which ends the one before it, and with that
 * its rotation. What is being read already is awaited here and not asked for again: a read that nobody awaits would end the process
 * where it fails.
 */
async function loadServed(token: string, found: Found, { cache, db }: RuntimeApiContext): Promise<Served> {
  let known = served(await found.known);
  if (known.isFirstUse) {
    const { runtime } = known;
    await db.write((tx) => settleCredential(tx, runtime, hashToken(token)));
    cache.instanceChanged(runtime.instanceId);
    known = served(await cache.instanceOf(token));
  }
  const pointer = await (found.pointer ?? cache.pointerOf(known.runtime));
  if (!pointer) throw gone();
  // Another process has changed an instance of this group since this one was read: it may have been this one.
  if (known.groupChanges < pointer.instanceChanges) known = served(await cache.instanceOf(token, pointer.instanceChanges));
  return { known, runtime: known.runtime, pointer };
}

/**
 * The instance whose credential the request bears, with its group's pointer: 401 unknown or revoked, 403 archived, 410 where it or its
 * group is gone. Without a promise where all is at hand, as at every poll but the first.
 */
export function instanceOf(request: RuntimeRequest, context: RuntimeApiContext): Served | Promise<Served> {
  const token = bearerOf(request);
  const known = context.cache.instanceOf(token);
  if (!known || known instanceof Promise || known.isFirstUse) return loadServed(token, { known }, context);
  const { runtime } = served(known);
  const pointer = context.cache.pointerOf(runtime);
  const isAtHand = pointer && !(pointer instanceof Promise) && known.groupChanges >= pointer.instanceChanges;
  return isAtHand ? { known, runtime, pointer } : loadServed(token, { known, pointer }, context);
}

function served(known: KnownInstance | undefined): KnownInstance {
  if (!known) throw unauthorized();
  if (known.isArchived) throw new Refusal(403, "This instance is archived.");
  if (known.isGone) throw gone();
  return known;
}
