import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { countGatewayVersions } from "@/db/queries/plugin-schemas";
import { pluginSchemas, runtimeInstances } from "@/db/schema/index";
import { mintOrgDb } from "@/db/scoped";
import { CATALOG } from "@/server/domain/catalog/catalog";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const schema = JSON.stringify({ fields: [{ config: { type: "record", required: true, fields: [{ word: { type: "string", required: true } }] } }] });

/** A world whose first group has an instance of a Gateway version, and an org that was told the schema of a plugin. */
async function worldWith({ gatewayVersion, of = "ours" }: { gatewayVersion: string; of?: "ours" | "theirs" }) {
  const world = await createTrpcWorld();
  await world.deps.db.write(async (tx) => {
    const { orgId, groupId } = world.ours;
    await tx.insert(runtimeInstances).values({ id: randomUUID(), orgId, groupId, hostname: "n1", gatewayVersion: "3.9.3", firstSeenAt: 1 });
    await tx.insert(pluginSchemas).values({ orgId: world[of].orgId, gatewayVersion, plugin: "my-own", schema, toldAt: 1 });
  });
  const caller = createCaller(world.contextOf(world.ours.user));
  return Object.assign(world, { caller, input: { org: world.ours.slug, groupId: world.ours.groupId } });
}

it("the Gateway versions of a group of many instances are counted in full, without those that are archived", async () => {
  await using world = await createTrpcWorld();
  const { orgId, groupId } = world.ours;
  const rows = Array.from({ length: 4100 }, (_, at) => ({
    id: randomUUID(),
    orgId,
    groupId,
    hostname: `n${at}`,
    gatewayVersion: at === 0 ? null : at % 2 === 0 ? "3.9.1" : "3.10.0.1",
    firstSeenAt: 1,
    archivedAt: at < 101 ? 1 : null,
  }));
  await world.deps.db.write(async (tx) => {
    for (let at = 0; at < rows.length; at += 500) await tx.insert(runtimeInstances).values(rows.slice(at, at + 500));
  });
  const counts = await countGatewayVersions(mintOrgDb(world.deps.db, orgId), groupId);
  expect(Object.fromEntries(counts)).toEqual({ "3.9.1": 1999, "3.10.0.1": 2000 });
});

describe("the plugins of a group", () => {
  it("are those of the catalog, by purpose, and the ones that its nodes told", async () => {
    await using world = await worldWith({ gatewayVersion: "3.9.3" });
    const list = await world.caller.catalog.list(world.input);
    expect(list.map(({ purpose, plugins }) => [purpose, plugins.length])).toEqual([
      ["Authentication", 7],
      ["Security", 6],
      ["Traffic control", 7],
      ["Serverless", 4],
      ["Analytics and monitoring", 5],
      ["Transformation", 4],
      ["Logging", 6],
      ["AI", 6],
      ["Custom", 1],
    ]);
    expect(list.at(-1)?.plugins).toMatchObject([{ name: "my-own", isTold: true }]);
    expect(await world.caller.catalog.plugin({ ...world.input, name: "my-own" })).toMatchObject({ config: { fields: [{ name: "word" }] } });
    expect(await world.caller.catalog.plugin({ ...world.input, name: "key-auth" })).toEqual(CATALOG.plugin("key-auth"));
    expect(await world.caller.catalog.plugin({ ...world.input, name: "unheard-of" })).toBeNull();
  });

  it("do not include what nodes of other Gateway versions told, or those of another org", async () => {
    for (const other of [{ gatewayVersion: "3.8.0" }, { gatewayVersion: "3.9.3", of: "theirs" as const }]) {
      await using world = await worldWith(other);
      expect((await world.caller.catalog.list(world.input)).at(-1)?.purpose).toBe("AI");
      expect(await world.caller.catalog.plugin({ ...world.input, name: "my-own" })).toBeNull();
    }
  });
});
