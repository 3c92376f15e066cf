// What `inspect-beside.ts` starts: a document in, its inspection out. Plain JavaScript, because a thread does not inherit
// what reads TypeScript.
import { parentPort } from "node:worker_threads";
import { tsImport } from "tsx/esm/api";

const { inspectConfig } = await tsImport("../config-versions/inspect.ts", import.meta.url);
parentPort.on("message", (source) => parentPort.postMessage(inspectConfig(source)));
