import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { enrollmentTokens, orgs, runtimeGroups } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { completeSetup } from "@/server/auth/setup";
import { mintOrgDb } from "@/db/scoped";
import { inspectHere } from "@/server/config-versions/inspect";
import { publishConfig } from "@/server/config-versions/publish";
import { agentSha256, type Deps } from "@/server/deps";
import { readEnv } from "@/server/env";
import { createRuntimeApi } from "@/server/runtime-api/runtime-api";
import { acting } from "@/tests/support/acting";
import { freePort } from "@/tests/support/free-port";
import { startHranaServer } from "@/tests/support/hrana-server";
import { createKeyRing } from "@/server/at-rest/seal";

const DATA_KEY = new Uint8Array(32).fill(7);
const folder = mkdtempSync(join(tmpdir(), "signalbox-server-db-"));
const children: ChildProcess[] = [];

/** Starts a command of the README; `until` is what it must print. */
function run(command: string, env: Record<string, string>, until: RegExp): Promise<{ child: ChildProcess; found: string }> {
  const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", command], {
    env: { ...process.env, NODE_ENV: "production", SIGNALBOX_DATA: join(folder, "data"), ...env },
  });
  children.push(child);
  let output = "";
  return new Promise((done, fail) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = until.exec(output)?.[0];
      if (found) done({ child, found });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => fail(new Error(`${command} ended: ${output}`)));
  });
}

const ended = (child: ChildProcess) => new Promise((done) => (child.exitCode === null ? child.once("exit", done) : done(child.exitCode)));

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

it(
  "npm run migrate, npm start and npm run setup-link do with a database behind HTTP: set-up, enrollment, poll, and a publish by another process",
  { timeout: 240_000 },
  async () => {
    const server = await startHranaServer(join(folder, "server.db"));
    const port = await freePort();
    const settings = {
      DATABASE_URL: server.url,
      PORT: String(port),
      SIGNALBOX_DATA_KEY: Buffer.from(DATA_KEY).toString("base64"),
      AUTH_SECRET: "s".repeat(32),
    };
    await ended((await run("migrate", settings, /up to date/)).child);
    const printed = await run("setup-link", settings, /#token=\S+/);
    await ended(printed.child);
    expect(existsSync(join(folder, "data")) ? readdirSync(join(folder, "data")) : []).toEqual([]);

    const started = await run("start", settings, /#token=\S+/);
    const db = await openDatabase(server.url, undefined, (error) => Promise.reject(error));
    const now = () => Date.now();
    const deps: Deps = {
      db,
      now,
      keys: createKeyRing(DATA_KEY),
      authSecret: settings.AUTH_SECRET,
      env: readEnv({}),
      runtimeApi: createRuntimeApi({ db, now, keys: createKeyRing(DATA_KEY) }),
      agentSha256,
      inspect: inspectHere,
    };
    const person = { name: "Ada", email: "ada@example.com", password: "correct horse battery", orgName: "Engines" };
    const setUp = (found: string) => completeSetup(deps, { ...person, token: found.slice("#token=".length) });
    await expect(setUp(printed.found)).rejects.toMatchObject({ code: "forbidden" });
    await setUp(started.found);

    const token = newToken("sbe");
    const [org, group] = [await db.read.select().from(orgs).get(), await db.read.select().from(runtimeGroups).get()];
    const row = {
      id: randomUUID(),
      orgId: org?.id ?? "",
      groupId: group?.id ?? "",
      tokenHash: hashToken(token),
      expiresAt: now() + 60_000,
      createdAt: now(),
      createdBy: "Ada",
    };
    await db.write((tx) => tx.insert(enrollmentTokens).values(row));
    const call = (method: string, path: string, bearer: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${port}/api/runtime/v1${path}`, { method, headers: { Authorization: `Bearer ${bearer}`, ...headers } });
    const enrolled = await call("POST", "/enroll", token, { "instance-id": randomUUID(), hostname: "node-1" });
    expect(enrolled.status).toBe(201);
    const { credential } = (await enrolled.json()) as { credential: string }; // safe because a test that uses a missing one gets 401
    expect((await call("GET", "/config", credential)).status).toBe(204);
    expect((await fetch(`http://127.0.0.1:${port}/login`)).status).toBe(200);

    const user = { id: "ada", name: "Ada", email: person.email };
    const orgDb = mintOrgDb(db, row.orgId);
    const ctx = {
      deps,
      user,
      by: acting(user),
      refusal: () => undefined,
      assertStillMay: () => Promise.resolve(),
      org: orgDb,
      membership: { role: "owner" as const, orgRole: "owner" as const, org: { id: row.orgId, slug: "engines", name: "Engines" }, orgDb },
    };
    const source = '{"_format_version": "3.0", "services": [{"name": "echo", "host": "echo.internal"}]}';
    expect(await publishConfig(ctx, row.groupId, { source, message: "by another process" })).toEqual({ ok: true, number: 1, rolloutId: null });
    await expect.poll(async () => (await call("GET", "/config", credential)).status).toBe(200);

    started.child.kill("SIGTERM");
    await ended(started.child);
    await deps.runtimeApi.close();
    db.close();
    await server.close();
  },
);
