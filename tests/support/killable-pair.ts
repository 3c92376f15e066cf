import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { insertOrg, insertUser } from "@/db/queries/people";
import { auditEntries, enrollmentTokens, events, leases, rollouts, rolloutSteps } from "@/db/schema/index";
import { verifyChains } from "@/server/activity/verify-chain";
import { createKeyRing } from "@/server/at-rest/seal";
import { createSigningKey } from "@/server/auth/signing";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { LEASE_MS } from "@/server/background/run-due-jobs";
import { inspectHere } from "@/server/config-versions/inspect";
import { agentSha256, type Deps } from "@/server/deps";
import type { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { readEnv } from "@/server/env";
import { createRuntimeApi } from "@/server/runtime-api/runtime-api";
import { createCaller } from "@/server/trpc/root";
import { bundleProcess } from "./bundled-process";
import { type Moment, openDoors } from "./database-doors";
import { documentWith } from "./agent-world";
import { granted } from "./draft-world";
import { startHranaServer } from "./hrana-server";
import { type PollingNode, startPollingNodes } from "./polling-nodes";

const KEYS = createKeyRing(new Uint8Array(32).fill(7));
const ADA = { id: randomUUID(), name: "Ada", email: "ada@example.com" };
const JOB = "evaluate-rollouts";

interface Running {
  child: ChildProcess;
  base: string;
}

async function startProcess(file: string, args: string[]): Promise<Running> {
  const child = fork(file, args, { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const port = await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", (code) => fail(new Error(`A process ended with ${code} before it listened.`)));
  });
  return { child, base: `http://127.0.0.1:${String(port)}` };
}

function kill({ child }: Running): Promise<unknown> {
  const ended = child.exitCode === null && child.signalCode === null ? new Promise((done) => child.once("exit", done)) : Promise.resolve();
  child.kill("SIGKILL");
  return ended;
}

/** An org with one group, and who owns it as its caller; its clock is the processes'. */
async function arrange(databaseUrl: string, now: () => number) {
  const db = await openDatabase(databaseUrl, undefined, (error) => Promise.reject(error));
  const [orgId, groupId, token] = [randomUUID(), randomUUID(), newToken("sbe")];
  const slug = await db.write(async (tx) => {
    await insertUser(tx, { ...ADA, createdAt: 0 });
    const slug = await insertOrg(tx, { org: { id: orgId, name: "Engines" }, ownerId: ADA.id, groupId, signingKey: createSigningKey(KEYS, orgId), now: now() });
    const times = { expiresAt: now() + 3_600_000, createdAt: now(), createdBy: ADA.name };
    await tx.insert(enrollmentTokens).values({ id: randomUUID(), orgId, groupId, tokenHash: hashToken(token), ...times });
    return slug;
  });
  const runtimeApi = createRuntimeApi({ db, now, keys: KEYS });
  const deps: Deps = { db, now, keys: KEYS, authSecret: "s".repeat(32), env: readEnv({}), runtimeApi, agentSha256, inspect: inspectHere };
  return { db, runtimeApi, token, groupId, slug, caller: createCaller({ deps, user: ADA, requestId: "test" }) };
}

/** What the database tells of a group's rollouts. */
function readerOf({ db, caller, slug, groupId }: Awaited<ReturnType<typeof arrange>>) {
  return {
    /** What happened to the rollout of a config version: "advanced 1 by Signalbox". */
    async steps(toVersion: number): Promise<string[]> {
      const of = eq(rollouts.toVersion, toVersion);
      const rows = await db.read
        .select()
        .from(rolloutSteps)
        .innerJoin(rollouts, eq(rolloutSteps.rolloutId, rollouts.id))
        .where(of)
        .orderBy(asc(rolloutSteps.revision));
      return rows.map(({ rollout_steps: { kind, stage, actor } }) => `${kind} ${stage} by ${actor}`);
    },
    /** Of rollouts and config versions, oldest first. */
    actions: async () =>
      (await db.read.select().from(auditEntries).orderBy(asc(auditEntries.seq)))
        .filter(({ action }) => /^(rollout|configVersion)\./.test(action))
        .map(({ action, target }) => `${action} ${target}`),
    halts: async () => (await db.read.select().from(events).where(eq(events.kind, "rolloutHalted"))).map(({ detail }) => detail),
    versions: async () => (await caller.configVersions.list({ org: slug, groupId })).map(({ number, rolledBackTo }) => ({ number, rolledBackTo })),
    chainBreaks: async () => (await verifyChains(db)).flatMap(({ breaks }) => breaks),
    lease: () => db.read.select().from(leases).where(eq(leases.job, JOB)).get(),
  };
}

/**
 * Two processes of Signalbox on one database server, and nodes that poll whichever is there, in a group where v1 is live and runs
 * everywhere. Whoever comes to a moment is killed just then; meanwhile the clock goes on until its leases have run out.
 */
export async function createKillablePair(nodes: readonly PollingNode[], refuses: (hostname: string, versionNumber: number) => boolean = () => false) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-pair-"));
  const [server, file] = [await startHranaServer(join(folder, "server.db")), await bundleProcess("killable-signalbox")];
  await migrateDatabase(server.url, undefined, resolve("db", "migrations"));
  const doors = await openDoors(server.url, 2);
  let ahead = 0;
  const world = await arrange(server.url, () => Date.now() + ahead);
  const { caller, slug: org, groupId } = world;
  const reader = readerOf(world);
  const running: (Running | undefined)[] = [];
  const alive = () => running.filter((each) => each !== undefined);
  const advance = (ms: number) => {
    ahead += ms;
    for (const { child } of alive()) child.send(ahead);
  };
  async function revive(): Promise<void> {
    for (const [door, url] of doors.urls.entries()) running[door] ??= await startProcess(file, [url, String(ahead)]);
  }
  await revive();
  const publish = async (host: string, rollout?: RolloutStrategy) =>
    granted(await caller.configVersions.publish({ org, groupId, source: JSON.stringify(documentWith(host)), message: host, ...(rollout ? { rollout } : {}) }));
  await publish("v1.internal");
  const fleet = await startPollingNodes(nodes, { servers: () => alive().map(({ base }) => base), token: world.token, refuses });
  const runs = () => Object.fromEntries(nodes.map(({ hostname }) => [hostname, fleet.running.get(hostname)]));
  await expect.poll(runs).toEqual(Object.fromEntries(nodes.map(({ hostname }) => [hostname, 1])));
  return {
    ...reader,
    publish,
    runs,
    revive,
    /** Settles once one of the two was killed at the moment, whichever came there first. */
    async killAt(moment: Moment): Promise<void> {
      const door = await doors.catchAt(moment);
      const victim = running[door];
      if (!victim) throw new Error(`Nobody is at door ${door}.`);
      running[door] = undefined;
      await kill(victim);
      advance(LEASE_MS);
    },
    /** Lets them look at all rollouts twice more. */
    async settle(): Promise<void> {
      for (let looks = 0; looks < 2; looks++) {
        const before = (await reader.lease())?.epoch ?? 0;
        await expect.poll(async () => (await reader.lease())?.epoch).toBeGreaterThan(before);
      }
    },
    async [Symbol.asyncDispose]() {
      await fleet.stop();
      await Promise.all(alive().map(kill));
      await world.runtimeApi.close();
      world.db.close();
      await doors.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
      rmSync(file, { force: true });
    },
  };
}
