import { expect, it } from "vitest";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

it("what is exported is what the filters leave, and the export is an entry itself", async () => {
  await using world = await createTrpcWorld();
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug };
  const rename = async (name: string) => {
    await caller.org.update({ ...at, name });
    world.clock.now += 1000;
  };
  const start = world.clock.now;
  for (const name of ["One", "Two", "Three"]) await rename(name);
  const lines = async (filter: object) => (await caller.activity.export({ ...at, ...filter, format: "ndjson" })).text.trimEnd().split("\n");
  const targetsOf = async (filter: object) => (await lines(filter)).filter(Boolean).map((line) => (JSON.parse(line) as { target: string }).target); // safe because of the domain's own test
  expect(await targetsOf({ since: start + 1000, until: start + 2000 })).toEqual(["Two"]);
  expect(await targetsOf({ text: "renamed" })).toEqual(["Three", "Two", "One"]);
  expect(await targetsOf({ actorKind: "instance" })).toEqual([]);
  expect((await caller.activity.list(at)).rows.map(({ action, target }) => `${action} ${target}`).slice(0, 3)).toEqual([
    "activity.export 0 entries",
    "activity.export 3 entries",
    "activity.export 1 entry",
  ]);
});

it("an entry tells who acted, from where, in which request, and which fields became what", async () => {
  await using world = await createTrpcWorld();
  const { user, slug: org, groupId } = world.ours;
  const caller = createCaller({ ...world.contextOf(user), address: "192.0.2.7", requestId: "r-1" });
  const group = await caller.runtimeGroups.get({ org, groupId });
  const { name, description, labels, keptVersions } = group;
  await caller.runtimeGroups.update({ org, groupId, name, description, labels, keptVersions, pollIntervalSeconds: group.pollIntervalSeconds + 5 });
  const [row] = (await caller.activity.list({ org })).rows;
  expect(row).toMatchObject({ actorKind: "user", actorId: user.id, address: "192.0.2.7", requestId: "r-1", seq: 1 });
  expect([row?.before, row?.after].map((text) => JSON.parse(text ?? "null") as unknown)).toEqual([
    { pollIntervalSeconds: group.pollIntervalSeconds },
    { pollIntervalSeconds: group.pollIntervalSeconds + 5 },
  ]);
  expect((await caller.activity.list({ org, text: "192.0.2.7" })).total).toBe(1);
});
