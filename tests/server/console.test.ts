import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const SOURCE = "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n";

async function createConsoleWorld() {
  const world = await createTrpcWorld();
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  const addInstance = async (hostname: string, of = world.ours) => {
    const id = randomUUID();
    const values = { id, orgId: of.orgId, groupId: of.groupId, hostname, credentialHash: id, firstSeenAt: world.clock.now, lastSeenAt: world.clock.now };
    await world.deps.db.write((tx) => tx.insert(runtimeInstances).values(values));
    return id;
  };
  return { ...world, caller, at, addInstance, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("the stamp changes with what a page shows, and stays when nothing but the last sight of an instance changed", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  // One answer serves half a second.
  const stampNow = () => {
    world.clock.now += 500;
    return caller.runtimeGroups.stamp(at);
  };
  const stamps = [await stampNow()];
  const id = await world.addInstance("gateway-1");
  stamps.push(await stampNow());
  await caller.configVersions.publish({ ...at, source: SOURCE, message: "first" });
  stamps.push(await stampNow());
  await world.deps.db.write((tx) => tx.update(runtimeInstances).set({ isReady: true }));
  stamps.push(await stampNow());
  await caller.instances.revoke({ ...at, instanceId: id });
  stamps.push(await stampNow());
  expect(new Set(stamps).size).toBe(stamps.length);
  world.clock.now += 1000;
  await world.deps.db.write((tx) => tx.update(runtimeInstances).set({ lastSeenAt: world.clock.now }));
  expect(await stampNow()).toBe(stamps.at(-1));
});

it("activity is found by the words that are read, by group, and page by page", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const { id } = await caller.runtimeGroups.create({ org: at.org, name: "edge", description: "", labels: {}, pollIntervalSeconds: 15 });
  for (let count = 0; count < 60; count += 1) await caller.configVersions.publish({ ...at, source: SOURCE, message: "again" });
  const found = async (filter: { text?: string; groupId?: string; page?: number }) => caller.activity.list({ org: at.org, ...filter });
  expect((await found({ text: "Created the runtime" })).rows.map((row) => row.groupId)).toEqual([id]);
  expect((await found({ groupId: id })).total).toBe(1);
  expect(await found({ text: "%" })).toMatchObject({ total: 0, pages: 1 });
  const [first, second, past] = [await found({}), await found({ page: 2 }), await found({ page: 9 })];
  expect([first.total, first.rows.length, second.rows.length]).toEqual([61, 50, 11]);
  expect(past.rows).toEqual(second.rows);
  expect(first.rows[0]?.target).toBe("default v60");
});

it("search finds groups and instances by part of a name or id, and nothing of another org", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const id = await world.addInstance("Gateway-1");
  await world.addInstance("gateway-2", world.theirs);
  const find = (text: string) => caller.search.find({ org: at.org, text });
  expect((await find("GATEWAY")).instances).toEqual([{ id, hostname: "Gateway-1", groupId: at.groupId, groupName: "default" }]);
  expect((await find(id.slice(0, 13))).instances).toHaveLength(1);
  expect((await find("_")).instances).toEqual([]);
  expect((await find("defau")).groups).toEqual([{ id: at.groupId, name: "default" }]);
});

it("a watch sees the one instance it waits for, or all first seen since", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const id = await world.addInstance("old");
  world.clock.now += 5000;
  const since = world.clock.now;
  expect(await caller.instances.watch({ ...at, instanceId: null, since })).toEqual([]);
  await world.addInstance("new-1");
  await world.addInstance("new-2");
  expect((await caller.instances.watch({ ...at, instanceId: null, since })).map((each) => each.hostname)).toEqual(["new-1", "new-2"]);
  expect((await caller.instances.watch({ ...at, instanceId: id, since })).map((each) => each.hostname)).toEqual(["old"]);
});

it("the instances of a deleted group are listed as orphans", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  const id = await world.addInstance("gateway-1");
  expect(await caller.instances.listOrphaned({ org: at.org })).toEqual([]);
  await caller.runtimeGroups.delete({ ...at, confirmName: "default" });
  expect((await caller.instances.listOrphaned({ org: at.org })).map((each) => each.id)).toEqual([id]);
});

it("an org is renamed under the same slug, and lists its members and public keys without a private one", async () => {
  await using world = await createConsoleWorld();
  const { caller, at } = world;
  await caller.org.update({ org: at.org, name: "Renamed" });
  expect(await caller.org.get({ org: at.org })).toMatchObject({ name: "Renamed", slug: at.org });
  expect((await caller.members.list({ org: at.org })).map((each) => [each.email, each.role])).toEqual([["ours@example.com", "owner"]]);
  const [key] = await caller.signingKeys.list({ org: at.org });
  expect(key?.publicPem).toContain("BEGIN PUBLIC KEY");
  expect(Object.keys(key ?? {}).sort()).toEqual(["createdAt", "id", "publicPem"]);
});
