import { once } from "node:events";
import { Worker } from "node:worker_threads";

/** Large configurations live through many small collections, which copy them; the more room, the fewer. */
const LIMITS = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 128 };
/** A busy machine takes seconds to load what a thread runs; no job is to blame for that. */
const MOST_START_MS = 120_000;

interface Started {
  worker: Worker;
  /** Fulfilled once the thread takes jobs. */
  ready: Promise<unknown>;
}

/** Why a job came to no result. */
export class ThreadEndedError extends Error {
  override readonly name = "ThreadEndedError";
  constructor(readonly what: "time" | "memory") {
    super(`This takes too much ${what}.`);
  }
}

/** Asks the thread to do a job. */
export type AskThread = (job: { task: string; input: unknown }, mostMs: number) => Promise<unknown>;

/**
 * A thread beside this one for work that would hold up a poll: one job at a time in order of arrival, each within bounds of time
 * and memory past which the thread is ended and the job rejected with `ThreadEndedError`. It is started by the first job, or at once
 * where that is not to wait for it.
 */
export function createThreadBeside({ startsAtOnce = false } = {}): AskThread {
  let thread: Started | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  function start(): Started {
    const worker = new Worker(new URL("inspect-thread.mjs", import.meta.url), { resourceLimits: LIMITS });
    worker.unref();
    worker.on("error", () => (thread = undefined));
    const ready = once(worker, "message", { signal: AbortSignal.timeout(MOST_START_MS) });
    // Told to whoever waits for it.
    ready.catch(() => undefined);
    return { worker, ready };
  }

  async function inThread(job: unknown, mostMs: number): Promise<unknown> {
    const { worker, ready } = (thread ??= start());
    let timeout: AbortSignal | undefined;
    try {
      await ready;
      timeout = AbortSignal.timeout(mostMs);
      // `once` also fails on the thread's error, such as the end of its memory.
      const answered = once(worker, "message", { signal: timeout });
      worker.postMessage(job);
      const [answer] = (await answered) as [{ result: unknown } | { error: string }]; // safe because the thread sends nothing else
      if ("error" in answer) throw new Error(answer.error);
      return answer.result;
    } catch (error) {
      thread = undefined;
      void worker.terminate();
      if (timeout?.aborted) throw new ThreadEndedError("time");
      if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") throw new ThreadEndedError("memory");
      throw error;
    }
  }

  if (startsAtOnce) thread = start();
  return (job, mostMs) => {
    const next = tail.then(() => inThread(job, mostMs));
    tail = next.catch(() => undefined);
    return next;
  };
}
