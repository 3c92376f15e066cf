import { expect, it } from "vitest";
import { pluginSchemas } from "@/db/schema/index";
import { runTaskHere, type RunDraftTask } from "@/server/draft-store/draft-tasks";
import { createCaller } from "@/server/trpc/root";
import { granted } from "@/tests/support/draft-world";
import { addNode } from "@/tests/support/nodes";
import { createRestWorld } from "@/tests/support/rest-world";
import { createVersionsWorld } from "@/tests/support/versions-world";

const source = (...plugins: object[]) => JSON.stringify({ _format_version: "3.0", services: [{ name: "echo", host: "echo.internal" }], plugins });

/** A world whose group has published a document with these plugins; `checks` counts how often a whole configuration was checked. */
async function publishedWorld(...plugins: object[]) {
  const world = await createVersionsWorld();
  const checks = { count: 0 };
  const runDraftTask: RunDraftTask = (name, job) => {
    if (name === "check") checks.count += 1;
    return runTaskHere(name, job);
  };
  const caller = createCaller({ ...world.contextOf(world.ours.user), deps: { ...world.deps, runDraftTask } });
  granted(await caller.configVersions.publish({ ...world.at, source: source(...plugins), message: "m" }));
  checks.count = 0;
  const states = async () =>
    Object.fromEntries((await caller.instances.list({ ...world.at, sort: "host" })).shown.map(({ hostname, compatibility }) => [hostname, compatibility]));
  return { ...world, caller, checks, states, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("each instance is told whether it can run what is expected of it, and what it lacks", async () => {
  await using world = await publishedWorld({ name: "cors" });
  const { db } = world.deps;
  await addNode(db, world.ours, "fits", { plugins: ["cors"] });
  const lacking = await addNode(db, world.ours, "lacks", { plugins: ["key-auth"] });
  await addNode(db, world.ours, "old", { plugins: ["cors"], gatewayVersion: "2.8.5" });
  await addNode(db, world.ours, "untold");
  const states = await world.states();
  expect(Object.entries(states).map(([host, { state }]) => [host, state])).toEqual([
    ["fits", "compatible"],
    ["lacks", "incompatible"],
    ["old", "incompatible"],
    ["untold", "unknown"],
  ]);
  const cause = "Config version v1 uses the plugin cors, which this node has not loaded.";
  expect(states.lacks?.causes).toMatchObject([{ message: cause, entity: { kind: "plugins", name: "cors" } }]);
  const one = await world.caller.instances.get({ ...world.at, instanceId: lacking });
  expect([one.state.compatibility, one.compatibility.causes[0]?.message]).toEqual(["incompatible", cause]);
  const filtered = await world.caller.instances.listById({ ...world.at, compatibility: "incompatible" });
  expect(filtered.rows.map(({ hostname }) => hostname).sort()).toEqual(["lacks", "old"]);
});

it("before the first publish nothing is known", async () => {
  await using world = await createVersionsWorld();
  await addNode(world.deps.db, world.ours, "n1", { plugins: ["cors"] });
  const { shown } = await world.caller.instances.list(world.at);
  expect(shown[0]?.compatibility).toMatchObject({ state: "unknown", causes: [{ cure: "Publish a config version." }] });
});

it("what a Gateway version told of its plugins decides for its nodes alone", async () => {
  await using world = await publishedWorld({ name: "my-own", config: { word: "a", old: "b" } });
  const { db } = world.deps;
  const { orgId } = world.ours;
  const tell = (gatewayVersion: string, fields: object[]) =>
    db.write((tx) =>
      tx
        .insert(pluginSchemas)
        .values({ orgId, gatewayVersion, plugin: "my-own", schema: JSON.stringify({ fields: [{ config: { type: "record", fields } }] }), toldAt: 1 }),
    );
  await tell("3.8.0", [{ word: { type: "string" } }]);
  await tell("3.9.1", [
    { word: { type: "string" } },
    { old: { type: "string", deprecation: { message: "config.old is no more", removal_in_version: "4.0" } } },
  ]);
  await tell("3.9.3", [{ word: { type: "string" } }, { old: { type: "string" } }]);
  for (const gatewayVersion of ["3.8.0", "3.9.1", "3.9.3"]) await addNode(db, world.ours, gatewayVersion, { gatewayVersion, plugins: ["my-own"] });
  const states = await world.states();
  expect(Object.entries(states).map(([host, { state }]) => [host, state])).toEqual([
    ["3.8.0", "incompatible"],
    ["3.9.1", "compatible with limitations"],
    ["3.9.3", "compatible"],
  ]);
  expect(states["3.9.1"]?.causes).toMatchObject([{ message: "Config.old is no more." }]);
});

it("a document is held against each Gateway version once, however many instances there are and however often one looks", async () => {
  await using world = await publishedWorld({ name: "cors" });
  for (let at = 0; at < 30; at++)
    await addNode(world.deps.db, world.ours, `n${at}`, { plugins: at % 2 ? ["cors"] : ["key-auth"], gatewayVersion: `3.9.${at % 3}` });
  await world.states();
  await world.states();
  expect(world.checks.count).toBe(1);
});

it("by the API: how many instances cannot run what is live, or another version, by Gateway version and plugins, revoked ones left out", async () => {
  await using world = await createRestWorld();
  for (const plugins of [[], [{ name: "cors" }]]) granted(await world.caller.configVersions.publish({ ...world.at, source: source(...plugins), message: "m" }));
  const { db } = world.deps;
  await addNode(db, world.ours, "fits", { plugins: ["cors"] });
  for (const host of ["lacks-1", "lacks-2"]) await addNode(db, world.ours, host, { plugins: ["key-auth"] });
  await addNode(db, world.ours, "lacks-3", { plugins: ["key-auth"], gatewayVersion: "3.8.0" });
  await addNode(db, world.ours, "revoked", { plugins: ["key-auth"], credentialHash: null });
  const fit = async (query: string) => world.ask("GET", `${world.group}/compatibility${query}`);
  expect(await (await fit("")).json()).toMatchObject({
    number: 2,
    instanceCount: 4,
    incompatibleCount: 3,
    incompatible: [
      { gatewayVersion: "3.9.1", instanceCount: 2, causes: [{ lacks: "cors" }] },
      { gatewayVersion: "3.8.0", instanceCount: 1, causes: [{ lacks: "cors" }] },
    ],
  });
  expect(await (await fit("?version=1")).json()).toEqual({ number: 1, instanceCount: 4, incompatibleCount: 0, incompatible: [] });
  expect((await fit("?version=9")).status).toBe(404);
});
