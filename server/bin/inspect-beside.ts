import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type Inspect, type Inspection, inspectConfig } from "../config-versions/inspect";
import { MOST_DOCUMENT_BYTES } from "../domain/config-document/parse";

/** What is smaller is inspected at once, in about ten milliseconds; twenty thousand characters of YAML take a hundred and more. */
const SMALL_CHARACTERS = 2048;
const MOST_MS = 20_000;
const MOST_MEMORY_MB = 1024;

const refused = (message: string): Inspection => ({
  findings: [{ severity: "error", message, cure: "Split it, or take out what is not needed.", path: [] }],
});

/**
 * Inspects large documents in a thread beside this one, so that a poll never waits for one: one at a time in order of
 * arrival, each within bounds of time and memory past which the thread is ended and the document refused.
 */
export function createInspectBeside({ mostMs = MOST_MS } = {}): Inspect {
  let thread: Worker | undefined;
  let tail: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const worker = new Worker(new URL("inspect-thread.mjs", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB } });
    worker.unref();
    worker.on("error", () => (thread = undefined));
    return worker;
  }

  async function inThread(source: string): Promise<Inspection> {
    const worker = (thread ??= start());
    const timeout = AbortSignal.timeout(mostMs);
    try {
      // `once` also fails on the thread's error, such as the end of its memory.
      const answered = once(worker, "message", { signal: timeout });
      worker.postMessage(source);
      const [inspection] = (await answered) as [Inspection]; // safe because the thread sends nothing else
      return inspection;
    } catch (error) {
      thread = undefined;
      void worker.terminate();
      if (timeout.aborted) return refused(`The document takes more than ${mostMs / 1000} seconds to read.`);
      if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") return refused("The document takes too much memory to read.");
      throw error;
    }
  }

  return (source) => {
    // What is too large is refused unread, and would be copied first.
    if (source.length <= SMALL_CHARACTERS || source.length > MOST_DOCUMENT_BYTES) return Promise.resolve(inspectConfig(source));
    const next = tail.then(() => inThread(source));
    tail = next.catch(() => undefined);
    return next;
  };
}
