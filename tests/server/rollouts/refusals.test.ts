import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { createCaller } from "@/server/trpc/root";
import { createRolloutWorld, MINUTE } from "@/tests/support/rollout-world";

const FAULT = JSON.stringify({ flattened_errors: [{ entity_type: "service", entity_name: "echo", errors: [{ field: "host", message: "no such host" }] }] });

type World = Awaited<ReturnType<typeof createRolloutWorld>>;

/** So many canaries that report as their agents would. */
async function addCanaries(world: World, count: number) {
  const { orgId, groupId } = world.ours;
  const { now } = world.clock;
  const made = Array.from({ length: count }, (_, index) => ({ id: randomUUID(), credential: newToken("sbi"), hostname: `canary-${index}` }));
  await world.deps.db.write((tx) =>
    tx.insert(runtimeInstances).values(
      made.map(({ id, credential, hostname }) => ({
        id,
        orgId,
        groupId,
        hostname,
        labels: { ring: "canary" },
        credentialHash: hashToken(credential),
        firstSeenAt: now,
        lastSeenAt: now,
      })),
    ),
  );
  const report = async (credential: string, kind: "applied" | "rejected", etag: string, body = "") => {
    const headers = { Authorization: `Bearer ${credential}`, "Config-ETag": etag, "Kong-Status": kind === "applied" ? "201" : "400" };
    const request = new Request(`http://localhost/api/runtime/v1/reports/${kind}`, { method: "POST", headers, body });
    expect((await world.deps.runtimeApi.handle(request, { address: "192.0.2.1" })).status).toBe(204);
  };
  return made.map((each) => ({ ...each, report: (kind: "applied" | "rejected", etag: string, body?: string) => report(each.credential, kind, etag, body) }));
}

it("once a rollout was rolled back, it is still told who had refused its config version, and with which words", async () => {
  await using world = await createRolloutWorld();
  const [first, second] = await addCanaries(world, 2);
  const rolloutId = await world.stage("v2.internal");
  world.clock.now += MINUTE;
  await first?.report("rejected", await world.etagOf(2), FAULT);
  world.clock.now += MINUTE;
  await second?.report("rejected", await world.etagOf(2));
  await world.evaluate();
  await world.caller.rollouts.rollBack({ ...world.at, rolloutId });
  await first?.report("applied", await world.etagOf(1));
  const { now } = world.clock;
  expect(await world.caller.instances.listRolloutRefusals({ ...world.at, rolloutId })).toEqual({
    refusals: [
      { id: second?.id, hostname: "canary-1", at: now, kongStatus: 400, words: null },
      { id: first?.id, hostname: "canary-0", at: now - MINUTE, kongStatus: 400, words: "Its Kong refused it: service echo, field host: no such host" },
    ],
    total: 2,
  });
});

it("the words are of the rollout's config version alone, and who took or refused another document is told without any", async () => {
  await using world = await createRolloutWorld();
  const [first, second] = await addCanaries(world, 2);
  const rolloutId = await world.stage("v2.internal");
  await first?.report("rejected", await world.etagOf(2), FAULT);
  await second?.report("applied", await world.etagOf(2));
  await world.caller.rollouts.rollBack({ ...world.at, rolloutId });
  world.clock.now += 60 * MINUTE;
  const later = await world.stage("v4.internal");
  await first?.report("rejected", await world.etagOf(4), FAULT);
  await second?.report("rejected", await world.etagOf(4), FAULT);
  const told = await world.caller.instances.listRolloutRefusals({ ...world.at, rolloutId });
  expect(told).toMatchObject({ total: 1, refusals: [{ hostname: "canary-0", words: null }] });
  expect(await world.caller.instances.listRolloutRefusals({ ...world.at, rolloutId: later })).toMatchObject({ total: 2 });
});

it("of very many the last twenty are told, and how many there are; of another org nobody", async () => {
  await using world = await createRolloutWorld();
  const nodes = await addCanaries(world, 23);
  const rolloutId = await world.stage("v2.internal");
  for (const { report } of nodes) await report("rejected", await world.etagOf(2));
  const { refusals, total } = await world.caller.instances.listRolloutRefusals({ ...world.at, rolloutId });
  expect([refusals.length, total]).toEqual([20, 23]);
  const theirs = createCaller(world.contextOf(world.theirs.user));
  const elsewhere = theirs.instances.listRolloutRefusals({ org: world.theirs.slug, groupId: world.theirs.groupId, rolloutId });
  await expect(elsewhere).rejects.toThrow("No such rollout.");
});
