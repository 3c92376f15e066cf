import type { Executor } from "../../db/client";
import type { Deps } from "../deps";

/** The hold that a run has on its job. */
export interface Lease {
  /** Aborted where the lease was lost, or where the process is ending: what is left is for the next run. */
  signal: AbortSignal;
  /** Throws `LeaseLostError` where another process has taken the job: first in a transaction that must not be done twice. */
  assertHeld(tx: Executor): Promise<void>;
}

/**
 * Work of the background, done once for a database however many processes there are. A run may end anywhere: its process dies, and
 * the next one begins anew. So what a run does is told by the database alone, in transactions that each stand by themselves.
 */
export interface Job {
  name: string;
  everySeconds: number;
  run(deps: Deps, lease: Lease): Promise<unknown>;
}

/** Another process has taken the job, because this one did not renew its lease in time. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}
