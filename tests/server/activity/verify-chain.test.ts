import { eq, lte } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Database } from "@/db/client";
import { auditEntries, auditHeads } from "@/db/schema/index";
import { insertAudit } from "@/db/queries/audit";
import { mintOrgDb } from "@/db/scoped";
import { chainOldEntries } from "@/server/activity/chain-old-entries";
import { verifyChains } from "@/server/activity/verify-chain";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";
import { createWorld } from "@/tests/support/world";

type World = Awaited<ReturnType<typeof createWorld>>;

async function act(world: World, times: number, orgId = world.ours.orgId): Promise<void> {
  for (let turn = 0; turn < times; turn++) {
    const entry = { id: crypto.randomUUID(), at: world.clock.now + turn, actor: "Ada", action: "org.update", target: `name ${turn}` };
    await world.db.write((tx) => insertAudit(tx, mintOrgDb(world.db, orgId), { ...entry, before: { name: "old" }, after: { name: `name ${turn}` } }));
  }
}

const breaksOf = async (world: World) =>
  (await verifyChains(world.db)).flatMap(({ org, breaks }) => breaks.map(({ seq, message }) => `${org} ${seq} ${message}`));

const rowOf = (db: Database, seq: number) => db.read.select().from(auditEntries).where(eq(auditEntries.seq, seq)).get();

it("an untouched trail is unbroken, each org's for itself", async () => {
  await using world = await createWorld();
  await act(world, 3);
  await act(world, 2, world.theirs.orgId);
  const proofs = await verifyChains(world.db);
  expect(proofs.map(({ entries, seq, breaks }) => [entries, seq, breaks]).toSorted()).toEqual([
    [2, 2, []],
    [3, 3, []],
  ]);
});

describe("a chain breaks visibly where in the database", () => {
  const edited = { set: { actor: "Eve" }, says: "2 This entry is not as it was written." };
  it.each([
    ["who", edited],
    ["the time", { ...edited, set: { at: 1 } }],
    ["what was before", { ...edited, set: { before: "{}" } }],
    ["the address", { ...edited, set: { address: "192.0.2.1" } }],
    ["the group", { ...edited, set: { groupId: "11111111-1111-4111-8111-111111111111" } }],
  ])("%s was edited", async (_, { set, says }) => {
    await using world = await createWorld();
    await act(world, 4);
    await world.db.write((tx) => tx.update(auditEntries).set(set).where(eq(auditEntries.seq, 2)));
    expect((await breaksOf(world)).map((each) => each.split(" ").slice(1).join(" "))).toEqual([says]);
  });

  it.each([
    [1, "1 This entry is missing."],
    [3, "3 This entry is missing."],
    [4, "4 The newest entries are missing, up to 4."],
  ])("entry %i of 4 was deleted", async (seq, says) => {
    await using world = await createWorld();
    await act(world, 4);
    await world.db.write((tx) => tx.delete(auditEntries).where(eq(auditEntries.seq, seq)));
    expect((await breaksOf(world)).map((each) => each.split(" ").slice(1).join(" "))).toEqual([says]);
  });

  it("two entries changed places", async () => {
    await using world = await createWorld();
    await act(world, 4);
    const [second, third] = [await rowOf(world.db, 2), await rowOf(world.db, 3)];
    await world.db.write(async (tx) => {
      await tx
        .update(auditEntries)
        .set({ seq: 99 })
        .where(eq(auditEntries.id, second?.id ?? ""));
      await tx
        .update(auditEntries)
        .set({ seq: 2 })
        .where(eq(auditEntries.id, third?.id ?? ""));
      await tx
        .update(auditEntries)
        .set({ seq: 3 })
        .where(eq(auditEntries.id, second?.id ?? ""));
    });
    expect((await breaksOf(world)).map((each) => each.split(" ").slice(1).join(" "))).toEqual([
      "2 This entry is not as it was written.",
      "3 This entry is not as it was written.",
      "4 This entry does not follow the one before it.",
    ]);
  });

  it("an entry was slipped in past the end, before the beginning, or without a number", async () => {
    await using world = await createWorld();
    await act(world, 2);
    const row = await rowOf(world.db, 2);
    if (!row) throw new Error("no entry");
    for (const seq of [3, null, 0]) await world.db.write((tx) => tx.insert(auditEntries).values({ ...row, id: crypto.randomUUID(), seq }));
    expect((await breaksOf(world)).map((each) => each.split(" ").slice(1).join(" "))).toEqual(["2 3 entries stand outside the chain."]);
  });

  it("an entry and its hash were written anew: the next one does not follow it, and a noted place tells even a chain that was rewritten whole", async () => {
    await using world = await createWorld();
    await act(world, 3);
    const [proof] = (await verifyChains(world.db)).filter(({ entries }) => entries > 0);
    const orgId = world.ours.orgId;
    await world.db.write(async (tx) => {
      await tx.delete(auditEntries).where(eq(auditEntries.orgId, orgId));
      await tx.delete(auditHeads).where(eq(auditHeads.orgId, orgId));
    });
    await act(world, 3);
    expect(await breaksOf(world)).toEqual([]);
    const noted = { org: proof?.org ?? "", seq: proof?.seq ?? 0, hash: proof?.hash ?? "" };
    expect((await verifyChains(world.db, [noted])).flatMap(({ breaks }) => breaks)).toEqual([{ seq: 3, message: "This entry is not the one that was noted." }]);
    expect((await verifyChains(world.db, [{ ...noted, seq: 7 }])).flatMap(({ breaks }) => breaks)).toEqual([
      { seq: 7, message: "This entry was noted, and is missing." },
    ]);
    expect((await verifyChains(world.db, [{ ...noted, org: "gone" }])).flatMap(({ breaks }) => breaks)).toEqual([
      { seq: 3, message: "There is no such organization." },
    ]);
  });

  it("the oldest entries were taken out and the beginning was moved: a noted one tells, and the proof says where the trail begins", async () => {
    await using world = await createWorld();
    await act(world, 5);
    const [taken, last] = [await rowOf(world.db, 2), await rowOf(world.db, 3)];
    await world.db.write(async (tx) => {
      await tx.delete(auditEntries).where(lte(auditEntries.seq, 3));
      await tx.update(auditHeads).set({ floorSeq: 3, floorHash: last?.hash ?? "" });
    });
    const org = world.ours.slug;
    const [proof] = (await verifyChains(world.db, [{ org, seq: 2, hash: taken?.hash ?? "" }])).filter(({ entries }) => entries > 0);
    expect(proof).toMatchObject({ entries: 2, from: 4, breaks: [{ seq: 2, message: expect.stringContaining("the trail begins at 4 by now") }] });
    const next = await rowOf(world.db, 4);
    expect((await verifyChains(world.db, [{ org, seq: 4, hash: next?.hash ?? "" }])).flatMap(({ breaks }) => breaks)).toEqual([]);
  });
});

it("what an earlier release wrote is chained once, in its order, and what comes after goes on from there", async () => {
  await using world = await createWorld();
  const orgId = world.ours.orgId;
  const old = (at: number) => ({ id: crypto.randomUUID(), orgId, at, actor: "Ada", action: "org.update", target: `${at}` });
  await world.db.write((tx) => tx.insert(auditEntries).values([old(5), old(3), old(4)]));
  expect(await breaksOf(world)).toHaveLength(1);
  await chainOldEntries(world.db, () => world.clock.now);
  await act(world, 1);
  expect(await breaksOf(world)).toEqual([]);
  expect((await world.db.read.select().from(auditEntries).orderBy(auditEntries.seq)).map(({ target }) => target)).toEqual(["3", "4", "5", "name 0"]);
  await world.db.write((tx) => tx.insert(auditEntries).values(old(6)));
  await chainOldEntries(world.db, () => world.clock.now);
  expect(await breaksOf(world)).toHaveLength(1);
});

it("old entries go as new ones are written, the oldest first, and the chain goes on from where it begins then", async () => {
  await using world = await createTrpcWorld();
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug };
  const rename = async (name: string, days: number) => {
    world.clock.now += days * 24 * 60 * 60_000;
    await caller.org.update({ ...at, name });
  };
  for (const name of ["One", "Two", "Three"]) await rename(name, 20);
  await caller.activity.keep({ ...at, keptDays: 30 });
  expect((await caller.activity.list(at)).total).toBe(4);
  await rename("Four", 20);
  expect((await caller.activity.list(at)).rows.map(({ seq, target }) => `${seq} ${target}`)).toEqual(["5 Four", "4 for 30 days", "3 Three"]);
  const proof = (await verifyChains(world.deps.db)).find(({ org }) => org === at.org);
  expect(proof).toMatchObject({ entries: 3, seq: 5, breaks: [] });
  await rename("Five", 500);
  expect((await caller.activity.list(at)).rows.map(({ seq }) => seq)).toEqual([6]);
  expect((await verifyChains(world.deps.db)).flatMap(({ breaks }) => breaks)).toEqual([]);
  await caller.activity.keep({ ...at, keptDays: null });
  await rename("Six", 500);
  expect((await caller.activity.list(at)).total).toBe(3);
  await expect(caller.activity.keep({ ...at, keptDays: 1 })).rejects.toThrow("30 days");
});
