import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { evaluateRollouts } from "@/server/rollouts/evaluate";
import { createNudge } from "@/server/rollouts/nudge";
import { createRolloutWorld } from "@/tests/support/rollout-world";

type World = Awaited<ReturnType<typeof createRolloutWorld>>;

/** A node of the group that can be asked as its agent would be. */
async function addNode(world: World, labels: Record<string, string>) {
  const credential = newToken("sbi");
  const { orgId, groupId } = world.ours;
  const { now } = world.clock;
  const row = { id: randomUUID(), orgId, groupId, hostname: "asked", labels, credentialHash: hashToken(credential), firstSeenAt: now, lastSeenAt: now };
  await world.deps.db.write((tx) => tx.insert(runtimeInstances).values(row));
  const ask = (method: string, path: string, headers: Record<string, string> = {}) => {
    const request = new Request(`http://localhost/api/runtime/v1${path}`, { method, headers: { Authorization: `Bearer ${credential}`, ...headers } });
    return world.deps.runtimeApi.handle(request, { address: "192.0.2.1" });
  };
  return { ask, version: async () => (await ask("GET", "/config")).headers.get("config-version") };
}

it("what a publish, an advance, a promotion and a roll back expect is what the next poll is served", async () => {
  await using world = await createRolloutWorld({ canaries: 2, others: 20 });
  const [canary, other] = [await addNode(world, { ring: "canary" }), await addNode(world, {})];
  const versions = async () => [await canary.version(), await other.version()];
  expect(await versions()).toEqual(["1", "1"]);
  const first = await world.stage("v2.internal");
  expect(await versions()).toEqual(["2", "1"]);
  await world.caller.rollouts.promote({ ...world.at, rolloutId: first });
  expect(await versions()).toEqual(["2", "2"]);
  const second = await world.stage("v3.internal");
  expect(await versions()).toEqual(["3", "2"]);
  await world.caller.rollouts.rollBack({ ...world.at, rolloutId: second });
  expect(await versions()).toEqual(["4", "4"]);
  const third = await world.stage("v5.internal", { ...(await world.get(second)).strategy, onHalt: "rollBack" });
  await world.reject(world.canaries, 5);
  await world.evaluate();
  expect((await world.get(third)).state).toBe("rolled back");
  expect(await versions()).toEqual(["6", "6"]);
});

it("a node's report that its Kong rejected the version halts the rollout without waiting for the job", async () => {
  await using world = await createRolloutWorld();
  const canary = await addNode(world, { ring: "canary" });
  const failed: unknown[] = [];
  world.deps.runtimeApi.whenRejected(
    createNudge(
      (groupId) => evaluateRollouts(world.deps, { groupId }),
      (error) => failed.push(error),
      1,
    ),
  );
  const id = await world.stage("v2.internal");
  const headers = { "Config-ETag": await world.etagOf(2), "Kong-Status": "400" };
  expect((await canary.ask("POST", "/reports/rejected", headers)).status).toBe(204);
  await expect.poll(async () => (await world.row(id))?.state).toBe("halted");
  expect(failed).toEqual([]);
});

it("of very many that refused it, those that are told are among the first that tell why", async () => {
  await using world = await createRolloutWorld({ canaries: 120, others: 0 });
  const { caller, at } = world;
  const rolloutId = await world.stage("v2.internal");
  await world.reject(world.canaries, 2);
  const { progress } = await world.get(rolloutId);
  const { rows } = await caller.instances.listOfVersionById({ ...at, number: 2, adoption: "rejected" });
  const told = progress?.troubled.map(({ id }) => id) ?? [];
  expect(told).toHaveLength(50);
  expect(rows.map(({ id }) => id)).toEqual(told);
});
