import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { leases, orgs, runtimeGroups, runtimeInstances } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { PATH_FIELD } from "@/server/domain/sign-in";
import { JOBS } from "@/server/background/jobs";
import { createWorker } from "@/server/edge/worker";
import { startHranaServer } from "@/tests/support/hrana-server";

beforeEach(() => void vi.spyOn(console, "error").mockImplementation(() => undefined));
afterEach(() => void vi.restoreAllMocks());

/** A worker in this process, whose console answers the address that it was told. */
async function createWorkerWorld({ isMigrated = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-worker-"));
  const server = await startHranaServer(join(folder, "test.db"));
  if (isMigrated) await migrateDatabase(server.url, undefined, join("db", "migrations"));
  const db = await openDatabase(server.url, undefined, (error) => Promise.reject(error));
  const worker = createWorker({ fetch: async (request) => new Response(`${request.headers.get("x-forwarded-for")} ${request.headers.get(PATH_FIELD)}`) });
  const late: Promise<unknown>[] = [];
  const settings = {
    DATABASE_URL: server.url,
    SIGNALBOX_URL: "https://signalbox.example.com",
    SIGNALBOX_DATA_KEY: Buffer.alloc(32).toString("base64"),
    AUTH_SECRET: "s".repeat(32),
    DATABASE_AUTH_TOKEN: "database-token",
  };
  return {
    server,
    db,
    late,
    ask: (path: string, headers: Record<string, string> = {}) =>
      worker.fetch(new Request(`https://signalbox.example.com${path}`, { headers }), settings, { waitUntil: (work) => void late.push(work) }),
    callByCron: () => worker.scheduled({}, settings, { waitUntil: (work) => void late.push(work) }),
    async [Symbol.asyncDispose]() {
      db.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

it("the console is told the address that Cloudflare saw and the path that was asked for, and never those that the caller claims", async () => {
  await using world = await createWorkerWorld();
  const answer = await world.ask("/login?next=%2F", { "X-Forwarded-For": "203.0.113.9", "CF-Connecting-IP": "192.0.2.7", [PATH_FIELD]: "/elsewhere" });
  expect(await answer.text()).toBe("192.0.2.7 /login?next=%2F");
});

it("a database without tables is told in one line that says what to do, and served as soon as they are there", async () => {
  await using world = await createWorkerWorld({ isMigrated: false });
  const answer = await world.ask("/login");
  expect([answer.status, await answer.text()]).toEqual([500, expect.stringContaining("npm run migrate")]);
  await migrateDatabase(world.server.url, undefined, join("db", "migrations"));
  expect((await world.ask("/login")).status).toBe(200);
});

it("a database that does not answer gets 503 with Retry-After, and no secret is told", async () => {
  await using world = await createWorkerWorld();
  await world.server.close();
  const answer = await world.ask("/api/runtime/v1/config");
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "10"]);
  expect(await answer.text()).not.toContain("database-token");
});

it("a sighting is written by what waitUntil was given, and within the poll interval no second time", async () => {
  await using world = await createWorkerWorld();
  const credential = newToken("sbi");
  await world.db.write(async (tx) => {
    await tx.insert(orgs).values({ id: "o", slug: "o", name: "O", createdAt: 1 });
    await tx.insert(runtimeGroups).values({ id: "g", orgId: "o", name: "default", createdAt: 1, updatedAt: 1 });
    await tx.insert(runtimeInstances).values({ id: "i", orgId: "o", groupId: "g", credentialHash: hashToken(credential), hostname: "h", firstSeenAt: 1 });
  });
  const poll = async () => (await world.ask("/api/runtime/v1/config", { Authorization: `Bearer ${credential}` })).status;
  const seen = async () => (await world.db.read.select({ at: runtimeInstances.lastSeenAt }).from(runtimeInstances).get())?.at;
  expect([await poll(), world.late.length]).toEqual([204, 1]);
  await Promise.all(world.late);
  const first = await seen();
  expect(first).toBeGreaterThan(1);
  expect([await poll(), world.late.length]).toEqual([204, 1]);
  expect(await seen()).toBe(first);
});

it("its cron trigger has every job done, once while none is due again", async () => {
  await using world = await createWorkerWorld();
  const states = async () => (await world.db.read.select().from(leases)).map(({ job, holder, epoch }) => ({ job, holder, epoch }));
  await world.callByCron();
  await world.callByCron();
  expect(await states()).toEqual(expect.arrayContaining(JOBS.map(({ name }) => ({ job: name, holder: null, epoch: 1 }))));
  expect(console.error).not.toHaveBeenCalled();
});
