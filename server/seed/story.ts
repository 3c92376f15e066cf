import { resolve } from "node:path";
import { migrateDatabase } from "../../db/migrate";
import { openDatabase } from "../../db/client";
import { inspectHere } from "../config-versions/inspect";
import { agentSha256, type Deps } from "../deps";
import type { Env } from "../env";
import { databaseUrl } from "../process-database";
import { createRuntimeApi } from "../runtime-api/runtime-api";
import { loadSecrets } from "../secrets";

/** Dependencies on a database that nobody else has open, with a clock that is set back and then runs on. */
export interface Story {
  deps: Deps;
  /** From here on the clock is so many milliseconds behind the true time. */
  setAgo(ms: number): void;
  close(): Promise<void>;
}

/**
 * Opens a migrated database to play a past into it, through the verbs and the runtime API that play the present too, so
 * that every row of it is one that Signalbox would write.
 */
export async function openStory(env: Env): Promise<Story> {
  const secrets = loadSecrets(env);
  await migrateDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, resolve("db", "migrations"));
  const db = await openDatabase(databaseUrl(env), env.DATABASE_AUTH_TOKEN, (error) => {
    throw error;
  });
  let behind = 0;
  const now = () => Date.now() - behind;
  const runtimeApi = createRuntimeApi({ db, now, keys: secrets.keys });
  return {
    deps: { db, now, env, ...secrets, runtimeApi, agentSha256, inspect: inspectHere },
    setAgo(ms) {
      behind = ms;
    },
    async close() {
      await runtimeApi.close();
      db.close();
    },
  };
}
