import { expect, it } from "vitest";
import { selectorPins } from "@/db/schema/index";
import { createVersionsWorld } from "@/tests/support/versions-world";

it("past the newest ones that the group keeps, versions stay listed and lose their content", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a", "b", "c");
  await world.keep(2);
  expect(await world.keptNumbers()).toEqual([3, 2, 1]);
  await world.publish("d");
  expect(await world.keptNumbers()).toEqual([4, 3]);
  expect((await caller.configVersions.list(at)).map(({ number }) => number)).toEqual([4, 3, 2, 1]);
  expect(await caller.configVersions.get({ ...at, number: 1 })).toMatchObject({ yaml: null, message: "To a", isKept: false });
  for (const gone of [
    caller.configVersions.rollBack({ ...at, number: 1 }),
    caller.configVersions.compare({ ...at, from: 1, to: 4 }),
    caller.configVersions.restoreAsDraft({ ...at, number: 1 }),
    caller.configVersions.export({ ...at, source: 1, format: "deck" }),
  ])
    await expect(gone).rejects.toThrow("The content of v1 was removed by the retention rule of this group; choose a later version.");
});

it("a version that is tagged, that an instance runs or refused, or that a draft began from keeps its content", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a", "b", "c", "d");
  await caller.configVersions.setTags({ ...at, number: 1, tags: ["stable", "stable", "2026-11"] });
  await world.addInstance("i-1", { runningEtag: await world.etagOf(2) });
  await world.addInstance("i-2", { rejectedEtag: await world.etagOf(3) });
  await caller.configVersions.restoreAsDraft({ ...at, number: 1 });
  await world.keep(1);
  await world.publish("e", "f");
  expect(await world.keptNumbers()).toEqual([6, 4, 3, 2, 1]);
  expect((await caller.configVersions.list(at)).at(-1)?.tags).toEqual(["stable", "2026-11"]);
  expect(await world.actions()).toContain("configVersion.tag default v1 as stable, 2026-11");
  await caller.configVersions.setTags({ ...at, number: 1, tags: [] });
  await caller.drafts.discard({ ...at, revision: (await caller.drafts.get(at)).revision });
  await world.publish("g");
  expect(await world.keptNumbers()).toEqual([7, 3, 2]);
});

it("a version that an instance is pinned to, by itself or by its labels, or paused at keeps its content", async () => {
  await using world = await createVersionsWorld();
  const { orgId, groupId } = world.ours;
  await world.publish("a", "b", "c", "d");
  await world.addInstance("i-1", { pinnedVersion: 1 });
  await world.addInstance("i-2", { pausedVersion: 2 });
  const pin = { id: "p", orgId, groupId, selector: { zone: "a" }, versionNumber: 3, createdBy: "owner", createdAt: 1 };
  await world.deps.db.write((tx) => tx.insert(selectorPins).values(pin));
  await world.keep(1);
  await world.publish("e");
  expect(await world.keptNumbers()).toEqual([5, 3, 2, 1]);
});

it("content that an older version shares with a newer one stays with it, and another group's stays too", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  const { id } = await caller.runtimeGroups.create({ org: at.org, name: "other", description: "", labels: {}, pollIntervalSeconds: 15 });
  await caller.configVersions.publish({ ...at, groupId: id, source: "_format_version: '3.0'\nupstreams:\n- name: u\n", message: "m" });
  await world.publish("a", "b");
  await world.keep(1);
  await caller.configVersions.rollBack({ ...at, number: 1 });
  expect(await world.keptNumbers()).toEqual([3, 1]);
  expect((await caller.configVersions.list({ ...at, groupId: id })).map(({ isKept }) => isKept)).toEqual([true]);
});

it("a tag that is no word is refused with its cure", async () => {
  await using world = await createVersionsWorld();
  await world.publish("a");
  const tag = (text: string) => world.caller.configVersions.setTags({ ...world.at, number: 1, tags: [text] });
  await expect(tag("two words")).rejects.toThrow("A tag has letters, digits and");
  await expect(tag("x".repeat(41))).rejects.toThrow("at most 40 characters");
  await expect(world.caller.configVersions.setTags({ ...world.at, number: 2, tags: ["a"] })).rejects.toThrow("No such config version.");
});
