import { createServer, type Server } from "node:http";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { openDatabase } from "../../db/client";
import { users } from "../../db/schema/index";
import { createDraftsBeside } from "../../server/bin/drafts-beside";
import { createInspectBeside } from "../../server/bin/inspect-beside";
import { createThreadBeside } from "../../server/bin/thread-beside";
import { agentSha256, type Deps } from "../../server/deps";
import { readEnv } from "../../server/env";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";
import type { Context } from "../../server/trpc/context";
import { appRouter } from "../../server/trpc/root";
import { KEYS, type Seeded } from "./seed";

/** What the console's verbs are given as `npm start` gives it, with the thread beside; and the seeded owner. */
export async function openConsole({ url }: Seeded): Promise<{ deps: Deps; user: Context["user"] }> {
  const db = await openDatabase(url, undefined, () => process.exit(1));
  const now = () => Date.now();
  const ask = createThreadBeside({ startsAtOnce: true });
  const deps: Deps = {
    db,
    now,
    keys: KEYS,
    authSecret: "s".repeat(32),
    env: readEnv({}),
    runtimeApi: createRuntimeApi({ db, now, keys: KEYS }),
    agentSha256,
    inspect: createInspectBeside({ ask }),
    runDraftTask: createDraftsBeside(ask),
  };
  return { deps, user: (await db.read.select().from(users).get()) ?? null };
}

/** The console's procedures over HTTP, for the seeded owner. */
export async function createConsole(seeded: Seeded): Promise<Server> {
  const { deps, user } = await openConsole(seeded);
  return createServer(createHTTPHandler({ router: appRouter, createContext: () => ({ deps, user, requestId: "bench" }) }));
}
