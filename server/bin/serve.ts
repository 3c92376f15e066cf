import { createServer, type Server } from "node:http";
import { setImmediate } from "node:timers/promises";
import next from "next";
import { createSetupLink } from "../auth/setup";
import { type Scheduler, startScheduler } from "../background/scheduler";
import { type Deps, getDeps } from "../deps";
import { type Env, readEnv, SettingsError } from "../env";
import { nudgeRollouts } from "../rollouts/nudge";
import { buildConsole } from "./build";
import { lockDatabase, migrateTables } from "./database";
import { readDevelopmentEnv, seedDevelopment } from "./development";
import { exitWith } from "./exit-with";
import { catchUnforeseen } from "./last-resort";
import { createDraftsBeside } from "./drafts-beside";
import { guardPages } from "./guard-pages";
import { createInspectBeside } from "./inspect-beside";
import { createThreadBeside } from "./thread-beside";
import { createRuntimeServer, drain } from "./runtime-listener";

/** The longest that a request in progress is waited for. */
const DRAIN_MS = 10_000;
/** A browser's live-reload socket never ends by itself. */
const DEV_DRAIN_MS = 1000;

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      fail(
        new SettingsError(
          isTaken ? `Port ${env.PORT} is taken; stop what listens there or set PORT.` : `Cannot listen on ${env.HOST}:${env.PORT}: ${error.message}`,
        ),
      );
    });
    server.listen(env.PORT, env.HOST, done);
  });
}

/** Throws `SettingsError` where the port is taken. */
async function assertPortFree(env: Env): Promise<void> {
  const probe = createServer();
  await listen(probe, env);
  await new Promise((done) => probe.close(done));
}

/** On SIGTERM every request that came is answered, the waiting polls at once; then what is still in memory is written. */
function stopOnSignal(server: Server, { runtimeApi, db }: Deps, scheduler: Scheduler, mostMs: number): void {
  const stop = async () => {
    setTimeout(() => process.exit(0), mostMs).unref();
    const drained = drain(server);
    await runtimeApi.close();
    await Promise.all([drained, scheduler.stop()]);
    await runtimeApi.flush();
    db.close();
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void stop().finally(() => process.exit(0)));
}

/**
 * Migrates, then serves: `/api/runtime/*` is answered before Next sees it (a factor of 25 in requests a second), all
 * else by Next. On SIGTERM it stops listening, answers what it was asked, and ends.
 */
export async function serve(isDev: boolean): Promise<void> {
  catchUnforeseen();
  try {
    const env = isDev ? readDevelopmentEnv() : readEnv();
    if (!isDev && env.SEED) throw new SettingsError("SEED is for npm run dev alone; unset it.");
    // What may stand in the way comes before the build, so that it is told at once.
    await assertPortFree(env);
    lockDatabase(env);
    const seeded = isDev ? await seedDevelopment(env) : null;
    await migrateTables(env);
    if (!isDev) buildConsole();
    // A build stops the loop for a minute. That a database server closed connections meanwhile is noticed as the loop polls, which it does between these two.
    await setImmediate();
    await setImmediate();
    process.env.NEXT_TELEMETRY_DISABLED = "1";
    process.env.AUTH_URL ??= env.url;
    const deps = await getDeps();
    const ask = createThreadBeside({ startsAtOnce: true });
    deps.inspect = createInspectBeside({ ask });
    deps.runDraftTask = createDraftsBeside(ask);
    const app = next({ dev: isDev, dir: process.cwd(), hostname: env.HOST, port: env.PORT });
    await app.prepare();
    const handleByNext = app.getRequestHandler();
    const handle = guardPages((request, response) => void handleByNext(request, response), env.url, { isHttps: env.url.startsWith("https:"), isDev });
    nudgeRollouts(deps, console.error);
    const server = createRuntimeServer(deps.runtimeApi, handle, env.SIGNALBOX_PROXIES);
    await listen(server, env);
    console.log(`Signalbox is at ${env.url}`);
    if (seeded) console.log(`Sign in as ${seeded.email} with ${seeded.password}`);
    const link = await createSetupLink(deps);
    if (link) console.log(`Set up the first organization (valid 1 hour, once): ${link}`);
    stopOnSignal(server, deps, startScheduler(deps), isDev ? DEV_DRAIN_MS : DRAIN_MS);
  } catch (error) {
    exitWith(error);
  }
}
