import { mkdtempSync, rmSync, statSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { selectUserByEmail } from "@/db/queries/people";
import { authenticate } from "@/server/auth/sign-in";
import { readDevelopmentEnv, seedDevelopment } from "@/server/bin/development";
import { readEnv } from "@/server/env";
import { openStory } from "@/server/seed/story";
import { createCaller } from "@/server/trpc/root";
import { allInstances } from "@/tests/support/all-instances";

const parent = mkdtempSync(join(tmpdir(), "signalbox-dev-"));
afterEach(() => vi.unstubAllEnvs());

async function look(SEED: "small" | "fleet") {
  const env = readEnv({ SEED, SIGNALBOX_DATA: join(parent, SEED) });
  const signIn = await seedDevelopment(env);
  if (!signIn) throw new Error("There is no sign-in.");
  const { deps, close } = await openStory(env);
  const signedIn = await authenticate(deps, { ...signIn, address: "127.0.0.1" });
  const user = await selectUserByEmail(deps.db, signIn.email);
  const caller = createCaller({ deps, user: user ?? null, requestId: "test" });
  const org = "analytical-engines";
  const groups = await caller.runtimeGroups.list({ org });
  const instances = (await Promise.all(groups.map((group) => allInstances(caller, { org, groupId: group.id })))).flat();
  await close();
  return { env, signIn, signedIn, groups, instances };
}

it("small: an org with four groups and their versions, whose owner can sign in with what is printed, at every start the same", async () => {
  const first = await look("small");
  expect(first.signedIn.email).toBe("ada@example.com");
  expect(Object.fromEntries(first.groups.map((group) => [group.name, group.liveVersion?.number ?? null]))).toEqual({
    default: null,
    "edge-eu": 3,
    "edge-us": 2,
    staging: 2,
  });
  expect(first.instances).toEqual([]);
  const second = await look("small");
  expect(second.signIn).toEqual(first.signIn);
  expect(second.groups.map((group) => group.id)).toEqual(first.groups.map((group) => group.id));
  expect((statSync(join(parent, "small", "owner.password")).mode & 0o777).toString(8)).toBe("600");
});

it("fleet: 200 instances in every state of connection and sync that is derived today", async () => {
  const { instances } = await look("fleet");
  expect(instances).toHaveLength(200);
  expect(new Set(instances.map((each) => each.state.sync))).toEqual(new Set(["in sync", "pending", "rejected", "drifted", "unknown"]));
  expect(new Set(instances.map((each) => each.state.readiness))).toEqual(new Set(["ready", "not ready", "unknown"]));
  expect(new Set(instances.map((each) => each.state.connection))).toEqual(new Set(["connected", "disconnected"]));
});

it("a seeding that was cut short is done anew", async () => {
  const before = await look("small");
  unlinkSync(join(parent, "small", "owner.password"));
  const after = await look("small");
  expect(after.groups).toHaveLength(4);
  expect(after.signIn.password).not.toBe(before.signIn.password);
});

it("never seeds a folder or a database of one's choice", async () => {
  vi.stubEnv("SEED", "fleet");
  vi.stubEnv("SIGNALBOX_DATA", join(parent, "mine"));
  expect(() => readDevelopmentEnv()).toThrow(/SEED fills a folder of npm run dev's own/);
  vi.stubEnv("SEED", "");
  expect(await seedDevelopment(readDevelopmentEnv())).toBeNull();
  expect(await seedDevelopment(readEnv({ SEED: "fleet", DATABASE_URL: "libsql://db.example.com" }))).toBeNull();
});

it("each SEED has a folder of its own", () => {
  vi.stubEnv("SIGNALBOX_DATA", "");
  vi.stubEnv("DATABASE_URL", "");
  vi.stubEnv("SEED", "");
  expect(readDevelopmentEnv()).toMatchObject({ SEED: "small", SIGNALBOX_DATA: "data-dev/small" });
  vi.stubEnv("SIGNALBOX_DATA", "");
  vi.stubEnv("SEED", "empty");
  expect(readDevelopmentEnv()).toMatchObject({ SEED: "empty", SIGNALBOX_DATA: "data-dev/empty" });
  rmSync(parent, { recursive: true, force: true });
});
