import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { auditEntries, goneInstances, runtimeInstances } from "../../db/schema/index";
import { hashToken } from "../../server/auth/token-hash";
import { createWorld, itInProcess } from "../support/world";

const HOUR_MS = 60 * 60_000;

itInProcess("an ephemeral instance that is silent for an hour goes, with an audit row; others, and those of a deaf hour, stay", async () => {
  await using world = await createWorld();
  const silent = await world.enroll(world.ours, { isEphemeral: true });
  const talking = await world.enroll(world.ours, { isEphemeral: true });
  const lasting = await world.enroll(world.theirs);
  const seen = async () => (await Promise.all([silent, talking, lasting].map(({ instanceId }) => world.instance(instanceId)))).map((row) => row !== undefined);
  world.clock.advance(HOUR_MS - 1);
  await world.api.sweep();
  expect(await seen()).toEqual([true, true, true]);
  await world.request("GET", "/config", { token: talking.credential });
  await world.api.flush();
  world.clock.advance(2);
  await world.api.sweep();
  expect(await seen()).toEqual([false, true, true]);
  expect((await world.request("GET", "/config", { token: silent.credential })).status).toBe(410);
  const audit = await world.db.read
    .select({ action: auditEntries.action, actor: auditEntries.actor })
    .from(auditEntries)
    .where(eq(auditEntries.orgId, world.ours.orgId));
  expect(audit).toContainEqual({ action: "instance.remove", actor: "Signalbox" });
});

itInProcess("many that went at once go in parts, between which other writes have their turn", async () => {
  await using world = await createWorld();
  const { orgId, groupId } = world.ours;
  const rows = Array.from({ length: 250 }, (_, index) => ({ id: randomUUID(), orgId, groupId, hostname: `node-${index}`, isEphemeral: true, firstSeenAt: 1 }));
  await world.db.write((tx) => tx.insert(runtimeInstances).values(rows));
  world.clock.advance(HOUR_MS + 1);
  const done: string[] = [];
  const sweeping = world.api.sweep().then(() => done.push("swept"));
  await world.watched.write(async () => done.push("other"));
  await world.watched.write(async () => done.push("other"));
  await sweeping;
  expect(done).toEqual(["other", "other", "swept"]);
  expect(await world.db.read.select({ id: runtimeInstances.id }).from(runtimeInstances)).toEqual([]);
});

itInProcess("a removed ephemeral instance gets 410 for 30 days, without a read of the database per poll, and comes back under its old id", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours, { isEphemeral: true });
  const poll = async () => (await world.request("GET", "/config", { token })).status;
  world.clock.advance(HOUR_MS + 1);
  await world.api.sweep();
  expect(await poll()).toBe(410);
  const { reads } = world.faults;
  expect([await poll(), world.faults.reads]).toEqual([410, reads]);
  const again = await world.enroll(world.ours, { isEphemeral: true }, instanceId);
  expect((await world.request("GET", "/config", { token: again.credential })).status).toBe(204);
  expect(await poll()).toBe(410);
  const left = async () =>
    (
      await world.db.read
        .select()
        .from(goneInstances)
        .where(eq(goneInstances.credentialHash, hashToken(token)))
    ).length;
  world.clock.advance(30 * 24 * HOUR_MS);
  await world.api.sweep();
  expect(await left()).toBe(1);
  world.clock.advance(1);
  await world.api.sweep();
  expect(await left()).toBe(0);
});

itInProcess.each([
  ["a revoked one", { credentialHash: null }],
  ["an archived one", { archivedAt: 1 }],
])("%s that is removed is not told to come back", async (_, values) => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours, { isEphemeral: true });
  await world.change(instanceId, values);
  world.clock.advance(HOUR_MS + 1);
  await world.api.sweep();
  expect(await world.instance(instanceId)).toBeUndefined();
  expect((await world.request("GET", "/config", { token })).status).toBe(401);
});

itInProcess("an orphan enrolls into another group of its org under its old id, and into nobody else's", async () => {
  await using world = await createWorld();
  const instanceId = randomUUID();
  await world.enroll(world.ours, {}, instanceId);
  const into = async (group: typeof world.ours) => {
    const headers = { "instance-id": instanceId, hostname: "node-1" };
    return (await world.request("POST", "/enroll", { token: await world.enrollmentToken(group), headers })).status;
  };
  const other = await world.addGroup(world.ours);
  expect(await into(other)).toBe(409);
  await world.change(instanceId, { orphanedAt: world.clock.now });
  expect(await into(world.theirs)).toBe(409);
  expect(await into(other)).toBe(201);
  expect(await world.instance(instanceId)).toMatchObject({ groupId: other.groupId, orphanedAt: null });
});
