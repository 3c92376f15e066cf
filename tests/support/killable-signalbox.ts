/**
 * For `tests/durability`: a process of Signalbox as `npm start` makes one, but for the console: the runtime API and the background
 * work, which comes by more often, on a database server. Its clock is ahead of the true one by what it is told. Never part of the product.
 */
import { openDatabase } from "../../db/client";
import { JOBS } from "../../server/background/jobs";
import { startScheduler } from "../../server/background/scheduler";
import { createRuntimeServer } from "../../server/bin/runtime-listener";
import { createKeyRing } from "../../server/at-rest/seal";
import { inspectHere } from "../../server/config-versions/inspect";
import { agentSha256, type Deps } from "../../server/deps";
import { readEnv } from "../../server/env";
import { nudgeRollouts } from "../../server/rollouts/nudge";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";

const [url = "", startAhead = "0"] = process.argv.slice(2);
let ahead = Number(startAhead);
process.on("message", (told) => (ahead = Number(told)));
const now = () => Date.now() + ahead;
const keys = createKeyRing(new Uint8Array(32).fill(7));
const db = await openDatabase(url, undefined, () => process.exit(1));
const runtimeApi = createRuntimeApi({ db, now, keys, maxAgeMs: 200 });
const deps: Deps = { db, now, keys, authSecret: "s".repeat(32), env: readEnv({}), runtimeApi, agentSha256, inspect: inspectHere };
nudgeRollouts(deps, console.error);
const server = createRuntimeServer(runtimeApi, (_, response) => response.writeHead(404).end());
server.listen(0, "127.0.0.1", () => {
  startScheduler(deps, { jobs: JOBS.map((job) => ({ ...job, everySeconds: 1 })), tickMs: 200 });
  const address = server.address();
  process.send?.(typeof address === "object" ? address?.port : 0);
});
