import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { takeLease } from "@/db/queries/leases";
import { leases, orgs } from "@/db/schema/index";
import { eachOrg } from "@/server/background/each-org";
import { LeaseLostError, type Job } from "@/server/background/job";
import { JOBS } from "@/server/background/jobs";
import { LEASE_MS, runDueJobs, takeDueJobs } from "@/server/background/run-due-jobs";
import { startScheduler } from "@/server/background/scheduler";
import type { Deps } from "@/server/deps";
import { startHranaServer } from "@/tests/support/hrana-server";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const fail = (error: unknown) => {
  throw error;
};

/** Two processes' worth of dependencies on one database behind HTTP, with one clock. */
async function createTwoProcesses() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-leases-"));
  const server = await startHranaServer(join(folder, "test.db"));
  await migrateDatabase(server.url, undefined, join("db", "migrations"));
  const world = await createTrpcWorld();
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const open = async (): Promise<Deps> => ({ ...world.deps, db: await openDatabase(server.url, undefined, fail), now });
  const [one, other] = [await open(), await open()];
  return {
    url: server.url,
    one,
    other,
    advance: (ms: number) => (ahead += ms),
    lease: () => one.db.read.select().from(leases).get(),
    async [Symbol.asyncDispose]() {
      for (const { db } of [one, other]) db.close();
      await world[Symbol.asyncDispose]();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A job that notes its runs. */
function countingJob(name = "count") {
  const runs: string[] = [];
  const job: Job = { name, everySeconds: 60, run: async ({ now }) => runs.push(new Date(now()).toISOString()) };
  return { job, runs };
}

/** A promise with its key. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((done) => (open = done));
  return { passed, open: () => open() };
}

it("of many looks at once on one database each due job is done once, and again when its time has come", async () => {
  await using two = await createTwoProcesses();
  const jobs = [countingJob("a"), countingJob("b")];
  const look = () => Promise.all([two.one, two.other, two.one, two.other].map((deps) => runDueJobs(deps, { jobs: jobs.map(({ job }) => job) })));
  const outcomes = await look();
  expect(outcomes.flatMap(({ done }) => done).sort()).toEqual(["a", "b"]);
  await look();
  two.advance(60_000);
  await look();
  expect(jobs.map(({ runs }) => runs.length)).toEqual([2, 2]);
});

it("where a process is killed in the middle of a job, another begins it anew when the lease has run out, once, and not before", async () => {
  await using two = await createTwoProcesses();
  const child = fork(join("tests", "support", "killable-scheduler.ts"), [two.url, "count"], { execArgv: ["--import", "tsx"], stdio: "inherit" });
  try {
    await new Promise((done) => child.once("message", done));
    const dead = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await dead;
  } finally {
    child.kill("SIGKILL");
  }
  const { job, runs } = countingJob();
  const look = () => Promise.all([two.one, two.other].map((deps) => runDueJobs(deps, { jobs: [job] })));
  await look();
  expect(runs).toEqual([]);
  two.advance(LEASE_MS);
  await look();
  expect(runs).toHaveLength(1);
  expect(await two.lease()).toMatchObject({ holder: null, epoch: 2 });
});

it("whoever lost its lease is told so before it writes, and does not take the job from its next holder", async () => {
  await using two = await createTwoProcesses();
  const [begun, mayWrite] = [gate(), gate()];
  const slow: Job = {
    name: "write",
    everySeconds: 60,
    async run({ db }, lease) {
      begun.open();
      await mayWrite.passed;
      await db.write(async (tx) => {
        await lease.assertHeld(tx);
        await tx.insert(orgs).values({ id: "late", slug: "late", name: "Late", createdAt: 0 });
      });
    },
  };
  const logged: string[] = [];
  const late = runDueJobs(two.one, { jobs: [slow], log: (line) => logged.push(line), renewMs: LEASE_MS });
  await begun.passed;
  two.advance(LEASE_MS);
  const [taken] = await takeDueJobs(two.other, [slow]);
  mayWrite.open();
  expect([taken?.hold.epoch, await late, logged]).toEqual([2, { done: [], failed: ["write"] }, ["job write: LeaseLostError"]]);
  expect(await two.one.db.read.select().from(orgs)).toEqual([]);
  expect(await two.lease()).toMatchObject({ holder: expect.any(String), epoch: 2 });
});

it("a holder renews while it works, and where it comes too late the job's signal says so", async () => {
  await using two = await createTwoProcesses();
  const begun = gate();
  let reason: unknown;
  const job: Job = {
    name: "long",
    everySeconds: 60,
    run: (_, { signal }) =>
      new Promise((done) => {
        signal.addEventListener("abort", () => done((reason = signal.reason)));
        begun.open();
      }),
  };
  const running = runDueJobs(two.one, { jobs: [job], renewMs: 20 });
  await begun.passed;
  two.advance(LEASE_MS - 1000);
  await expect.poll(async () => (await two.lease())?.expiresAt).toBeGreaterThan(two.one.now() + LEASE_MS / 2);
  expect(await takeDueJobs(two.other, [job])).toEqual([]);
  await two.other.db.write(async (tx) => {
    await tx.update(leases).set({ expiresAt: 0 });
    await takeLease(tx, { job: "long", holder: "other", now: two.other.now(), expiresAt: two.other.now() + LEASE_MS });
  });
  await running;
  expect(reason).toBeInstanceOf(LeaseLostError);
});

it("a job that fails is told by the names of its error alone, holds up no other, and is tried again after a minute", async () => {
  await using world = await createTrpcWorld();
  const good = countingJob();
  let tries = 0;
  const bad: Job = { name: "bad", everySeconds: 3600, run: () => Promise.reject(new TypeError(`secret ${(tries += 1)}`)) };
  const logged: string[] = [];
  const look = () => runDueJobs(world.deps, { jobs: [bad, good.job], log: (line) => logged.push(line) });
  expect(await look()).toEqual({ done: ["count"], failed: ["bad"] });
  expect(logged).toEqual(["job bad: TypeError"]);
  world.clock.now += 59_999;
  await look();
  expect(tries).toBe(1);
  world.clock.now += 1;
  await look();
  expect([tries, good.runs.length]).toEqual([2, 2]);
});

it("of several organizations one for which a job fails holds up no other, and the log names it", async () => {
  await using world = await createTrpcWorld();
  const [first, second] = [world.ours.orgId, world.theirs.orgId].sort();
  const seen: string[] = [];
  const run = eachOrg(
    async (_, { orgId }) => {
      if (orgId === first) throw new RangeError("params: secret");
      seen.push(orgId);
    },
    async () => [first ?? "", second ?? ""],
  );
  const logged: string[] = [];
  expect(await runDueJobs(world.deps, { jobs: [{ name: "each", everySeconds: 60, run }], log: (line) => logged.push(line) })).toEqual({
    done: [],
    failed: ["each"],
  });
  expect([seen, logged]).toEqual([[second], [`job each: organization ${first}: RangeError`]]);
});

it("jobs that were taken before the database was away are there to be done", async () => {
  await using world = await createTrpcWorld();
  const jobs = [countingJob("a"), countingJob("b")];
  let writes = 0;
  const db: Deps["db"] = { ...world.deps.db, write: (work) => ((writes += 1) === 2 ? Promise.reject(new RangeError("away")) : world.deps.db.write(work)) };
  const take = async () =>
    (
      await takeDueJobs(
        { ...world.deps, db },
        jobs.map(({ job }) => job),
      )
    ).map(({ job }) => job.name);
  expect([await take(), await take()]).toEqual([["a"], ["b"]]);
});

it("a scheduler that stops tells its jobs to end, waits for them, and leaves them due at once", async () => {
  await using world = await createTrpcWorld();
  const begun = gate();
  let isEnded = false;
  const job: Job = {
    name: "long",
    everySeconds: 3600,
    run: (_, { signal }) =>
      new Promise((done) => {
        signal.addEventListener("abort", () => done((isEnded = true)));
        begun.open();
      }),
  };
  const scheduler = startScheduler(world.deps, { jobs: [job], tickMs: 5 });
  await begun.passed;
  await scheduler.stop();
  expect(isEnded).toBe(true);
  expect(await takeDueJobs(world.deps, [job])).toHaveLength(1);
});

it("a scheduler goes on where the database was away for a while", async () => {
  await using world = await createTrpcWorld();
  const { job, runs } = countingJob();
  let isAway = true;
  const logged: string[] = [];
  const db: Deps["db"] = {
    ...world.deps.db,
    get read() {
      if (isAway) throw new RangeError("params: secret");
      return world.deps.db.read;
    },
  };
  const scheduler = startScheduler({ ...world.deps, db }, { jobs: [job], tickMs: 5, log: (line) => logged.push(line) });
  await expect.poll(() => logged[0]).toBe("scheduler: RangeError");
  isAway = false;
  await expect.poll(() => runs.length).toBe(1);
  await scheduler.stop();
});

it("every job of the product has a name of its own, and does its work on a fresh database", async () => {
  await using world = await createTrpcWorld();
  const names = JOBS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(await runDueJobs(world.deps)).toEqual({ done: names, failed: [] });
});
