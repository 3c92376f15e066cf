import { expect, it } from "vitest";
import { createCaller } from "@/server/trpc/root";
import { granted } from "@/tests/support/draft-world";
import { createRestWorld } from "@/tests/support/rest-world";
import { createVersionsWorld, documentOf } from "@/tests/support/versions-world";

/** From midnight of 1 January 2026, where the clock of a world stands, for two days. */
const NEW_YEAR = { name: "New year", kind: "deny", cron: "0 0 1 1 *", lengthMinutes: 48 * 60, timeZone: "UTC" } as const;
const END = Date.UTC(2026, 0, 3);
const DETAIL = "Frozen until Sat 2026-01-03 00:00 UTC by “New year”. Publishing is frozen; give freezeOverride, with a reason, to do it all the same.";

/** A world with two config versions and a changed draft, frozen since. */
async function createFrozenWorld() {
  const world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal", "b.internal");
  const { revision: seen } = await caller.drafts.get(at);
  const { revision } = granted(await caller.drafts.saveEntity({ ...at, kind: "services", fields: { host: "c.internal" }, revision: seen }));
  const { id } = await caller.freezeWindows.create({ org: at.org, ...NEW_YEAR });
  const freeze = { windowId: id, name: "New year", kind: "deny", timeZone: "UTC", until: END };
  type Terms = { freezeOverride?: { reason: string } };
  return {
    ...world,
    frozen: { ok: false, reason: "frozen", freeze },
    freeze,
    /** Every way to publish. */
    ways: {
      draft: (terms: Terms = {}) => caller.drafts.publish({ ...at, revision, message: "m", ...terms }),
      document: (terms: Terms = {}) => caller.configVersions.publish({ ...at, source: documentOf("d.internal"), message: "m", ...terms }),
      rollBack: (terms: Terms = {}) => caller.configVersions.rollBack({ ...at, number: 1, ...terms }),
    },
    numbers: async () => (await caller.configVersions.list(at)).map(({ number }) => number),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it.each(["draft", "document", "rollBack"] as const)("while frozen no %s is published; when the freeze has ended it is", async (way) => {
  await using world = await createFrozenWorld();
  expect(await world.ways[way]()).toEqual(world.frozen);
  expect(await world.numbers()).toEqual([2, 1]);
  expect((await world.actions())[0]).toMatch(/^draft\.change/);
  world.clock.now = END;
  expect(await world.ways[way]()).toEqual({ ok: true, number: 3, rolloutId: null });
});

it.each(["draft", "document", "rollBack"] as const)(
  "with a reason an Admin overrides a freeze for one %s, which stands in the activity before it",
  async (way) => {
    await using world = await createFrozenWorld();
    await world.become("admin");
    expect(await world.ways[way]({ freezeOverride: { reason: "  A leak is being closed.  " } })).toEqual({ ok: true, number: 3, rolloutId: null });
    const { rows } = await world.caller.activity.list(world.at);
    expect(rows.slice(0, 2)).toMatchObject([
      { action: way === "rollBack" ? "configVersion.rollBack" : "configVersion.publish" },
      { action: "freeze.override", target: "New year in default", groupId: world.at.groupId },
    ]);
    expect(JSON.parse(rows[1]?.after ?? "")).toEqual({ reason: "A leak is being closed.", ...world.freeze });
    expect(await world.ways.document()).toEqual(world.frozen);
  },
);

it("who may publish but is no Admin does not override, and is told who does", async () => {
  await using world = await createFrozenWorld();
  await world.become("editor");
  const refused = world.ways.document({ freezeOverride: { reason: "Why not" } });
  await expect(refused).rejects.toThrow("This needs the role Admin; yours here is Editor. Wait until the freeze ends, or ask who may override it.");
  expect(await world.numbers()).toEqual([2, 1]);
});

it("a reason has 3 to 500 characters", async () => {
  await using world = await createFrozenWorld();
  for (const reason of ["ab  ", "x".repeat(501)]) await expect(world.ways.document({ freezeOverride: { reason } })).rejects.toThrow(/reason|Say why/);
});

it("an override without a freeze leaves no trace", async () => {
  await using world = await createFrozenWorld();
  world.clock.now = END;
  granted(await world.ways.document({ freezeOverride: { reason: "To be sure" } }));
  expect((await world.actions()).filter((line) => line.startsWith("freeze.override"))).toEqual([]);
});

it("an override of a publish that finds something else live is not written down, but with the one that goes through, once", async () => {
  await using world = await createFrozenWorld();
  const freezeOverride = { reason: "Both at once" };
  const answers = await Promise.all([world.ways.document({ freezeOverride }), world.ways.rollBack({ freezeOverride })]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
  expect((await world.actions()).filter((line) => line.startsWith("freeze.override"))).toHaveLength(2);
});

it("another group is not held by a group's window", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  const { id } = await caller.runtimeGroups.create({ org: at.org, name: "other" });
  await caller.groupFreezeWindows.create({ ...at, ...NEW_YEAR, groupId: id });
  await world.publish("a.internal");
  const refused = await caller.configVersions.publish({ ...at, groupId: id, source: documentOf("a.internal"), message: "m" });
  expect(refused).toMatchObject({ reason: "frozen" });
});

it("the reviews tell the freeze before one publishes", async () => {
  await using world = await createFrozenWorld();
  const { caller, at, freeze, clock } = world;
  expect((await caller.drafts.review(at)).freeze).toEqual(freeze);
  expect((await caller.configVersions.reviewRollBack({ ...at, number: 1 })).freeze).toEqual(freeze);
  clock.now = END;
  expect((await caller.drafts.review(at)).freeze).toBeNull();
});

it("the REST API answers a problem that names the window and its end, and takes an override", async () => {
  await using world = await createRestWorld();
  const { ask, group } = world;
  await world.publish("a.internal");
  const made = await ask("POST", "/orgs/ours/freeze-windows", { body: NEW_YEAR });
  const { id } = await made.json();
  expect(made.status).toBe(201);
  const publish = (more: object) =>
    ask("POST", `${group}/config-versions`, { headers: { "If-Match": "*" }, body: { source: documentOf("b.internal"), message: "m", ...more } });
  const refused = await publish({});
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({ reason: "frozen", detail: DETAIL, freeze: { windowId: id, name: "New year", until: END } });
  expect(await (await ask("GET", `${group}/freeze`)).json()).toMatchObject({
    freeze: { name: "New year" },
    changes: [{ at: END, by: null }, {}, {}, {}],
  });
  const scoped = await world.tokenOf("ours", world.ours.user, { abilities: ["config.edit", "config.publish", "group.read"] });
  const body = { source: documentOf("b.internal"), message: "m", freezeOverride: { reason: "A leak is being closed." } };
  const without = await ask("POST", `${group}/config-versions`, { token: scoped, headers: { "If-Match": "*" }, body });
  expect([without.status, (await without.json()).detail]).toEqual([
    403,
    "This token does not carry freeze.override. Wait until the freeze ends, or ask who may override it.",
  ]);
  expect((await publish({ freezeOverride: { reason: "no" } })).status).toBe(422);
  expect((await publish({ freezeOverride: { reason: "A leak is being closed." } })).status).toBe(201);
  const yaml = { token: world.tokens.ours, headers: { "If-Match": "*", "Content-Type": "application/yaml" }, body: documentOf("c.internal") };
  const query = new URLSearchParams({ message: "m", "freezeOverride[reason]": "A leak is being closed." });
  expect((await ask("POST", `${group}/config-versions?${query}`, yaml)).status).toBe(201);
});

it("a viewer sees windows and the freeze", async () => {
  await using world = await createFrozenWorld();
  await world.become("viewer");
  const viewer = createCaller(world.contextOf(world.ours.user));
  expect(await viewer.freezeWindows.list(world.at)).toHaveLength(1);
  expect((await viewer.groupFreezeWindows.getFreeze(world.at)).freeze).toEqual(world.freeze);
});
