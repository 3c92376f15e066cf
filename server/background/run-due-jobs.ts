/**
 * The scheduler: jobs on leases in the database. States of a job: due (nobody has it, and its time has come), held (somebody has it until
 * `expiresAt`), waiting. A holder renews while it works; where it dies, the lease runs out and the next process begins the job anew.
 * Invariants: one epoch one holder; whoever lost its lease changes nothing of it, and nothing in transactions that begin with
 * `assertHeld`. Failure modes: clocks of processes that differ by more than `LEASE_MS` take a job from each other, which `assertHeld` still
 * tells; a job that fails is due again after a minute at the most. Source: leases with fencing tokens, as Kleppmann describes them.
 */
import { randomUUID } from "node:crypto";
import { type Hold, releaseLease, renewLease, selectHold, selectLeases, takeLease } from "../../db/queries/leases";
import type { Deps } from "../deps";
import { errorNames } from "../domain/error-names";
import { type Job, LeaseLostError } from "./job";
import { JOBS } from "./jobs";

/** So long after a process died others wait before they begin its jobs anew. */
export const LEASE_MS = 30_000;
const RENEW_MS = LEASE_MS / 3;
/** A job that failed is tried again after this, or after its own time where that is shorter. */
const RETRY_SECONDS = 60;

/** What a host may say. */
export interface RunOptions {
  jobs?: Job[];
  /** Takes a line for each job that failed; it holds no secret. */
  log?: (line: string) => void;
  /** Aborted where the process is ending. */
  stopping?: AbortSignal;
  renewMs?: number;
}

/** A job that this process has taken. */
export interface TakenJob {
  job: Job;
  hold: Hold;
}

/** Takes the jobs that are due. Where none is, that costs one read. */
export async function takeDueJobs({ db, now }: Deps, jobs: Job[]): Promise<TakenJob[]> {
  const known = new Map((await selectLeases(db.read)).map((lease) => [lease.job, lease]));
  const isDue = ({ name }: Job) => {
    const lease = known.get(name);
    return !lease || (lease.dueAt <= now() && (lease.holder === null || lease.expiresAt <= now()));
  };
  const taken: TakenJob[] = [];
  for (const job of jobs.filter(isDue)) {
    const want = { job: job.name, holder: randomUUID(), now: now(), expiresAt: now() + LEASE_MS };
    try {
      const epoch = await db.write((tx) => takeLease(tx, want));
      if (epoch !== undefined) taken.push({ job, hold: { job: job.name, epoch } });
    } catch (error) {
      // What was taken before is held, and must be done; the next look meets what is the matter first.
      if (taken.length === 0) throw error;
      break;
    }
  }
  return taken;
}

/** Does a job that was taken, and gives it back, due after its time; says whether it was done. What it throws goes to the log by its names. */
export async function runTaken(deps: Deps, { job, hold }: TakenJob, options: RunOptions): Promise<boolean> {
  const { log = console.error, stopping, renewMs = RENEW_MS } = options;
  const lost = new AbortController();
  const renew = async () => {
    const isHeld = await deps.db.write((tx) => renewLease(tx, hold, deps.now() + LEASE_MS));
    if (!isHeld) lost.abort(new LeaseLostError());
  };
  // One that failed is made up for by the next.
  const timer = setInterval(() => void renew().catch(() => undefined), renewMs);
  const lease = {
    signal: AbortSignal.any([lost.signal, ...(stopping ? [stopping] : [])]),
    assertHeld: async (tx: Parameters<typeof selectHold>[0]) => {
      if (!(await selectHold(tx, hold))) throw new LeaseLostError();
    },
  };
  const giveBack = (seconds: number) => deps.db.write((tx) => releaseLease(tx, hold, deps.now() + seconds * 1000));
  try {
    await job.run(deps, lease);
    await giveBack(stopping?.aborted ? 0 : job.everySeconds);
    return true;
  } catch (error) {
    log(`job ${job.name}: ${errorNames(error)}`);
    // Where the database is what failed, the lease runs out by itself.
    await giveBack(Math.min(job.everySeconds, RETRY_SECONDS)).catch(() => undefined);
    return false;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Does what is due, once, and tells which jobs were done and which failed: one after the other, so that what one finds, those behind it
 * tell of in the same run. Of several processes that do it at once, each job is done by one.
 */
export async function runDueJobs(deps: Deps, options: RunOptions = {}): Promise<{ done: string[]; failed: string[] }> {
  const outcome: { done: string[]; failed: string[] } = { done: [], failed: [] };
  for (const job of options.jobs ?? JOBS) {
    // Taken just before it is done: one that waits would lose its lease.
    for (const taken of await takeDueJobs(deps, [job])) outcome[(await runTaken(deps, taken, options)) ? "done" : "failed"].push(job.name);
  }
  return outcome;
}
