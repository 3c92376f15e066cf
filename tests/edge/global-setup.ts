import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/db/migrate";
import { buildEdge, startEdge } from "@/server/bin/edge";
import { freePort } from "@/tests/support/free-port";
import { startHranaServer } from "@/tests/support/hrana-server";

declare module "vitest" {
  export interface ProvidedContext {
    /** The worker's address, its database's, and where to say which file that database is. */
    edge?: { url: string; databaseUrl: string; controlUrl: string };
  }
}

/** The key that the worlds of the tests seal with. */
const DATA_KEY = Buffer.alloc(32, 7);
const START_MS = 180_000;

/** Takes a file's path and makes it the database of the worker. */
async function startControl(serve: (file: string) => void) {
  const server = createServer((request, response) => {
    let file = "";
    request.on("data", (chunk: Buffer) => (file += chunk.toString()));
    request.on("end", () => {
      serve(file);
      response.end();
    });
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, close: () => server.close() };
}

async function untilServing(url: string, worker: ChildProcess): Promise<void> {
  let output = "";
  for (const stream of [worker.stdout, worker.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const until = Date.now() + START_MS;
  for (;;) {
    const answer = await fetch(`${url}/api/runtime/v1/config`).catch(() => null);
    if (answer?.status === 401) return;
    if (worker.exitCode !== null || Date.now() > until) throw new Error(`The worker does not serve: ${output}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Builds the worker and runs it in workerd, with a libSQL engine behind HTTP as its database. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildEdge();
  const folder = mkdtempSync(join(tmpdir(), "signalbox-edge-"));
  const database = await startHranaServer(join(folder, "start.db"));
  await migrateDatabase(database.url, undefined, join("db", "migrations"));
  const control = await startControl(database.serve);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const settings = {
    DATABASE_URL: database.url,
    SIGNALBOX_URL: url,
    SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64"),
    AUTH_SECRET: randomBytes(32).toString("base64"),
  };
  const envFile = join(folder, "worker.env");
  writeFileSync(
    envFile,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
    { mode: 0o600 },
  );
  const worker = startEdge(port, envFile, "pipe");
  const kill = () => worker.pid && worker.exitCode === null && process.kill(-worker.pid, "SIGTERM");
  process.once("exit", kill);
  const stop = async () => {
    process.removeListener("exit", kill);
    const ended = new Promise((done) => (worker.exitCode === null ? worker.once("exit", done) : done(null)));
    kill();
    await ended;
    control.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilServing(url, worker);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("edge", { url, databaseUrl: database.url, controlUrl: control.url });
  return stop;
}
