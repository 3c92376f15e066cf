import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { freezeWindows } from "@/db/schema/index";
import { type FreezeWindowFields, MOST_FREEZE_WINDOWS } from "@/server/domain/freeze/freeze-window";
import { createCaller } from "@/server/trpc/root";
import { createVersionsWorld } from "@/tests/support/versions-world";

const HOUR_MS = 3_600_000;
/** The clock of a world stands at midnight of 1 January 2026, a Thursday. */
const NEW_YEAR: FreezeWindowFields = { name: "New year", kind: "deny", cron: "0 0 1 1 *", lengthMinutes: 48 * 60, timeZone: "UTC" };
const WEEKEND: FreezeWindowFields = { name: "Weekend", kind: "deny", cron: "0 18 * * FRI", lengthMinutes: 62 * 60, timeZone: "Europe/Berlin" };

it("a window is made, listed with its next time, changed and deleted, and each change is in the activity", async () => {
  await using world = await createVersionsWorld();
  const { caller, clock, at } = world;
  const org = at.org;
  const { id } = await caller.freezeWindows.create({ org, ...WEEKEND });
  const from = Date.UTC(2026, 0, 2, 17);
  const occurrence = { from, to: from + 62 * HOUR_MS };
  const expected = { id, groupId: null, ...WEEKEND, isOpen: false, occurrence, createdBy: "ours owner", createdAt: clock.now };
  expect(await caller.freezeWindows.list({ org })).toEqual([expected]);
  clock.now = from;
  expect(await caller.freezeWindows.list({ org })).toEqual([{ ...expected, isOpen: true }]);
  await caller.freezeWindows.update({ org, windowId: id, ...WEEKEND, lengthMinutes: 60 });
  expect(await caller.freezeWindows.list({ org })).toMatchObject([{ lengthMinutes: 60, occurrence: { to: from + HOUR_MS } }]);
  await caller.freezeWindows.delete({ org, windowId: id });
  expect(await caller.freezeWindows.list({ org })).toEqual([]);
  const { rows } = await caller.activity.list({ org });
  expect(rows.map(({ action, target, before, after }) => [action, target, before, after])).toEqual([
    ["freezeWindow.delete", "Weekend", JSON.stringify({ ...WEEKEND, lengthMinutes: 60 }), null],
    ["freezeWindow.update", "Weekend", '{"lengthMinutes":3720}', '{"lengthMinutes":60}'],
    ["freezeWindow.create", "Weekend", null, JSON.stringify(WEEKEND)],
  ]);
});

it("a group's windows are its own; those of the org are listed with them, and are changed as the org's alone", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  const { id: ofOrg } = await caller.freezeWindows.create({ org: at.org, ...WEEKEND });
  const { id: own } = await caller.groupFreezeWindows.create({ ...at, ...NEW_YEAR });
  const { id: other } = await caller.runtimeGroups.create({ org: at.org, name: "other" });
  const ids = async (groupId: string) => (await caller.groupFreezeWindows.list({ org: at.org, groupId })).map(({ id }) => id);
  expect(await ids(at.groupId)).toEqual([ofOrg, own]);
  expect(await ids(other)).toEqual([ofOrg]);
  expect((await caller.freezeWindows.list(at)).map(({ id }) => id)).toEqual([ofOrg]);
  const missing = /No such freeze window/;
  await expect(caller.groupFreezeWindows.delete({ ...at, windowId: ofOrg })).rejects.toThrow(missing);
  await expect(caller.groupFreezeWindows.update({ ...at, ...WEEKEND, groupId: other, windowId: own })).rejects.toThrow(missing);
  await expect(caller.freezeWindows.delete({ org: at.org, windowId: own })).rejects.toThrow(missing);
  await caller.runtimeGroups.delete({ ...at, confirmName: "default" });
  expect((await world.deps.db.read.select({ id: freezeWindows.id }).from(freezeWindows)).map(({ id }) => id)).toEqual([ofOrg]);
});

it("two windows of one level have two names", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await caller.freezeWindows.create({ org: at.org, ...WEEKEND });
  await caller.groupFreezeWindows.create({ ...at, ...WEEKEND });
  const taken = /There is a freeze window of this name already/;
  await expect(caller.freezeWindows.create({ org: at.org, ...WEEKEND })).rejects.toThrow(taken);
  await expect(caller.groupFreezeWindows.create({ ...at, ...WEEKEND })).rejects.toThrow(taken);
  const { id } = await caller.groupFreezeWindows.create({ ...at, ...NEW_YEAR });
  await expect(caller.groupFreezeWindows.update({ ...at, ...WEEKEND, windowId: id })).rejects.toThrow(taken);
});

it("an org has so many windows at most, those of its groups among them", async () => {
  await using world = await createVersionsWorld();
  const { caller, at, deps, ours, clock } = world;
  const rows = Array.from({ length: MOST_FREEZE_WINDOWS - 1 }, (_, index) => ({
    ...NEW_YEAR,
    id: randomUUID(),
    orgId: ours.orgId,
    groupId: at.groupId,
    name: `w${index}`,
    createdBy: "test",
    createdAt: clock.now,
  }));
  await deps.db.write((tx) => tx.insert(freezeWindows).values(rows));
  const theirs = createCaller(world.contextOf(world.theirs.user));
  await theirs.freezeWindows.create({ org: world.theirs.slug, ...WEEKEND });
  await caller.freezeWindows.create({ org: at.org, ...WEEKEND });
  await expect(caller.groupFreezeWindows.create({ ...at, ...WEEKEND })).rejects.toThrow(/At most 100 freeze windows/);
});

it("a wrong field is named to who sent it", async () => {
  await using world = await createVersionsWorld();
  const refused = world.caller.freezeWindows.create({ org: world.at.org, ...WEEKEND, cron: "0 0 30 2 *" });
  await expect(refused).rejects.toMatchObject({ code: "BAD_REQUEST", cause: { issues: [{ path: ["cron"], message: expect.stringMatching(/never begins/) }] } });
});

it("the freeze of a group is told with what changes next", async () => {
  await using world = await createVersionsWorld();
  const { caller, clock, at } = world;
  expect(await caller.groupFreezeWindows.getFreeze(at)).toEqual({ freeze: null, changes: [] });
  const { id } = await caller.freezeWindows.create({ org: at.org, ...NEW_YEAR });
  const [end, again] = [clock.now + 48 * HOUR_MS, Date.UTC(2027, 0, 1)];
  const { freeze, changes } = await caller.groupFreezeWindows.getFreeze(at);
  expect(freeze).toEqual({ windowId: id, name: "New year", kind: "deny", timeZone: "UTC", until: end });
  expect(changes.slice(0, 2)).toEqual([
    { at: end, by: null },
    { at: again, by: { windowId: id, name: "New year", kind: "deny" } },
  ]);
});
