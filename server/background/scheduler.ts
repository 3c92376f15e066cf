import type { Deps } from "../deps";
import { errorNames } from "../domain/error-names";
import { JOBS } from "./jobs";
import { type RunOptions, runTaken, takeDueJobs } from "./run-due-jobs";

const TICK_MS = 1000;

/** What a long-lived process has of its scheduler. */
export interface Scheduler {
  /** Takes nothing more, tells the jobs that run to end, and waits for them. */
  stop(): Promise<void>;
}

/** Looks every second for jobs that are due, and does them; one that takes long holds up no other. */
export function startScheduler(deps: Deps, options: RunOptions & { tickMs?: number } = {}): Scheduler {
  const { jobs = JOBS, log = console.error, tickMs = TICK_MS } = options;
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    try {
      for (const taken of await takeDueJobs(deps, jobs)) {
        const run = runTaken(deps, taken, { ...options, stopping: stopping.signal }).finally(() => running.delete(run));
        running.add(run);
      }
    } catch (error) {
      // The database was away; the next look finds what is due.
      log(`scheduler: ${errorNames(error)}`);
    }
  }

  const timer = setInterval(() => {
    looking ??= look().finally(() => (looking = undefined));
  }, tickMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await looking;
      await Promise.all(running);
    },
  };
}
