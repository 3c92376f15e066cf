import { expect, it } from "vitest";
import { pluginSchemas } from "@/db/schema/index";
import { granted } from "@/tests/support/draft-world";
import { createVersionsWorld } from "@/tests/support/versions-world";

const TOLD = JSON.stringify({ fields: [{ config: { type: "record", required: true, fields: [{ word: { type: "string", required: true } }] } }] });
const withPlugin = (config: object): string => JSON.stringify({ _format_version: "3.0", plugins: [{ name: "my-own", config }] });

/** A world with an instance of 3.9.3 that told the schema of a plugin of its own. */
async function tell(world: Awaited<ReturnType<typeof createVersionsWorld>>): Promise<void> {
  await world.addInstance("n1", { gatewayVersion: "3.9.3" });
  await world.deps.db.write((tx) =>
    tx.insert(pluginSchemas).values({ orgId: world.ours.orgId, gatewayVersion: "3.9.3", plugin: "my-own", schema: TOLD, toldAt: 1 }),
  );
}

it("a document is checked for every Gateway version that the instances run, by what their nodes told", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  const publish = (source: string) => caller.configVersions.publish({ ...at, source, message: "m" });
  await tell(world);
  expect(await publish(withPlugin({}))).toMatchObject({ reason: "findings", findings: [{ severity: "error", entity: { kind: "plugins" } }] });
  expect((await caller.configVersions.check({ ...at, source: withPlugin({}) })).findings).toMatchObject([{ severity: "error" }]);
  granted(await publish(withPlugin({ word: "w" })));
  await world.addInstance("n2", { gatewayVersion: "3.10.0.1" });
  const vaulted = JSON.stringify({
    _format_version: "3.0",
    plugins: [{ name: "my-own", config: { word: "w" } }],
    vaults: [{ name: "aws", prefix: "our-vault" }],
  });
  const refused = await publish(vaulted);
  expect(refused).toMatchObject({ reason: "findings", findings: [{ entity: { kind: "vaults" }, gatewayVersions: ["3.9.3"], instanceCount: 1 }] });
});

it("a document that empties the configuration, or deletes more than a fifth of it, needs the count typed in", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  const publish = (source: string, confirmCount?: number) =>
    caller.configVersions.publish({ ...at, source, message: "m", ...(confirmCount === undefined ? {} : { confirmCount }) });
  const [empty, part] = ["_format_version: '3.0'", "_format_version: '3.0'\nservices:\n- name: echo\n  host: a.internal\n"];
  expect(await publish(empty)).toEqual({ ok: false, reason: "guard", guard: { kind: "empty", count: 4 } });
  expect(await publish(part, 4)).toEqual({ ok: false, reason: "guard", guard: { kind: "mass_delete", count: 3 } });
  granted(await publish(part, 3));
  expect(await publish(empty, 1)).toEqual({ ok: true, number: 3, rolloutId: null });
});

it("a roll back that deletes more than a fifth needs the count typed in, and its review tells it", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  granted(await caller.configVersions.publish({ ...at, source: "_format_version: '3.0'\nservices:\n- name: echo\n  host: a.internal\n", message: "m" }));
  await world.publish("a.internal");
  const guard = { kind: "mass_delete", count: 3 };
  expect(await caller.configVersions.reviewRollBack({ ...at, number: 1 })).toMatchObject({
    guard,
    counts: { created: 0, changed: 0, deleted: 3 },
    errorCount: 0,
  });
  expect(await caller.configVersions.rollBack({ ...at, number: 1 })).toEqual({ ok: false, reason: "guard", guard });
  expect(await caller.configVersions.rollBack({ ...at, number: 1, confirmCount: 3 })).toEqual({ ok: true, number: 3, rolloutId: null });
});

it("a roll back to what nodes refuse by now goes through once its very errors are acknowledged", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  granted(await caller.configVersions.publish({ ...at, source: withPlugin({}), message: "of no known plugin" }));
  granted(await caller.configVersions.publish({ ...at, source: withPlugin({ word: "w" }), message: "m" }));
  await tell(world);
  const review = await caller.configVersions.reviewRollBack({ ...at, number: 1 });
  expect(review).toMatchObject({ errorCount: 1, findings: [{ severity: "error" }], checkedFor: [{ gatewayVersion: "3.9.3", instanceCount: 1 }] });
  const rollBack = (acknowledgedErrors?: string) => caller.configVersions.rollBack({ ...at, number: 1, ...(acknowledgedErrors && { acknowledgedErrors }) });
  const { errorStamp } = review;
  expect(await rollBack()).toMatchObject({ reason: "findings", findings: [{ severity: "error" }], errorCount: 1, errorStamp });
  await world.deps.db.write((tx) => tx.update(pluginSchemas).set({ schema: TOLD.replace("word", "term"), toldAt: 2 }));
  const other = await rollBack(errorStamp);
  if (other.ok || other.reason !== "findings") throw new Error("Another error was taken for the one that was shown.");
  expect(other.errorCount).toBe(1);
  expect(await rollBack(other.errorStamp)).toEqual({ ok: true, number: 3, rolloutId: null });
});

it("where what is live cannot be read, a roll back asks for the count of all that may go, and mends it", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal", "b.internal");
  await world.lose(2);
  await using fresh = await world.another();
  const guard = { kind: "unreadable", count: 4 };
  expect(await fresh.caller.configVersions.reviewRollBack({ ...at, number: 1 })).toMatchObject({ counts: null, guard });
  expect(await fresh.caller.configVersions.rollBack({ ...at, number: 1 })).toEqual({ ok: false, reason: "guard", guard });
  expect(await fresh.caller.configVersions.rollBack({ ...at, number: 1, confirmCount: 4 })).toEqual({ ok: true, number: 3, rolloutId: null });
  expect((await fresh.caller.drafts.get(at)).counts).toMatchObject({ services: 1 });
  expect((await caller.configVersions.list(at))[0]).toMatchObject({ number: 3, createdCount: null });
});

it("a document published while others publish is held against what is live then", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  await world.publish("a.internal");
  const empty = () => caller.configVersions.publish({ ...at, source: "_format_version: '3.0'", message: "m", confirmCount: 4 });
  const answers = await Promise.all([empty(), empty()]);
  expect(answers.map((answer) => (answer.ok ? "published" : answer.reason)).sort()).toEqual(["guard", "published"]);
});

it("neither the guard's count nor the stamp of acknowledged errors is believed where another version is live than was reviewed", async () => {
  await using world = await createVersionsWorld();
  const { caller, at } = world;
  granted(await caller.configVersions.publish({ ...at, source: withPlugin({}), message: "of no known plugin" }));
  granted(await caller.configVersions.publish({ ...at, source: withPlugin({ word: "w" }), message: "m" }));
  await tell(world);
  const { against, errorStamp } = await caller.configVersions.reviewRollBack({ ...at, number: 1 });
  expect(against).toBe(2);
  const more = { ...JSON.parse(withPlugin({ word: "w" })), upstreams: [{ name: "u" }] };
  granted(await caller.configVersions.publish({ ...at, source: JSON.stringify(more), message: "m" }));
  const rollBack = (seenLive: number) => caller.configVersions.rollBack({ ...at, number: 1, seenLive, acknowledgedErrors: errorStamp, confirmCount: 1 });
  expect(await rollBack(2)).toEqual({ ok: false, reason: "changed", live: 3 });
  expect(await rollBack(3)).toEqual({ ok: true, number: 4, rolloutId: null });
});
