/** For `tests/server/background`: a process with a scheduler whose one job tells that it began, and never ends. Never part of the product. */
import { openDatabase } from "../../db/client";
import { LEASE_MS, takeDueJobs, runTaken } from "../../server/background/run-due-jobs";
import { agentSha256 } from "../../server/deps";
import { inspectHere } from "../../server/config-versions/inspect";
import { readEnv } from "../../server/env";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";
import { createKeyRing } from "../../server/at-rest/seal";

const [url = "", job = ""] = process.argv.slice(2);
const keys = createKeyRing(new Uint8Array(32).fill(7));
const db = await openDatabase(url, undefined, () => process.exit(1));
const now = () => Date.now();
const deps = {
  db,
  now,
  keys,
  authSecret: "s".repeat(32),
  env: readEnv({}),
  runtimeApi: createRuntimeApi({ db, now, keys }),
  agentSha256,
  inspect: inspectHere,
};
const begun = () => {
  process.send?.("begun");
  return new Promise(() => undefined);
};
const [taken] = await takeDueJobs(deps, [{ name: job, everySeconds: 60, run: begun }]);
if (taken) await runTaken(deps, taken, { renewMs: LEASE_MS });
