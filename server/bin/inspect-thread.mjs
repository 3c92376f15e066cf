// What `thread-beside.ts` starts: a job in, its result out. Plain JavaScript, because a thread does not inherit what reads
// TypeScript.
import { parentPort } from "node:worker_threads";
import { tsImport } from "tsx/esm/api";

const { inspectFor } = await tsImport("../config-versions/inspect.ts", import.meta.url);
const { runTaskHere } = await tsImport("../draft-store/draft-tasks.ts", import.meta.url);
const { pack, unpack } = await tsImport("../draft-store/wire.ts", import.meta.url);

async function answer({ task, input }) {
  if (task === "inspect") return inspectFor(input.source, input.terms);
  return pack(await runTaskHere(task, await unpack(input)));
}

parentPort.on("message", (job) =>
  answer(job).then(
    (result) => parentPort.postMessage({ result }),
    // Its name alone: a message may hold what a user wrote.
    (error) => parentPort.postMessage({ error: `The job ${job.task} failed: ${error instanceof Error ? error.name : "unknown"}` }),
  ),
);

// The first message says that jobs are taken from here on.
parentPort.postMessage("ready");
