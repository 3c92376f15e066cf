import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { z } from "zod";
import { rollouts } from "@/db/schema/index";
import { createRestWorld } from "@/tests/support/rest-world";
import { CANARY_FIRST } from "@/tests/support/rollout-world";

const Page = z.object({ items: z.array(z.object({ toVersion: z.number() })), next_cursor: z.string().nullable() });

/** A world whose group has had so many rollouts, of which the newest goes on still. */
async function createLongWorld(count: number) {
  const world = await createRestWorld();
  const { orgId, groupId } = world.ours;
  const rows = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    orgId,
    groupId,
    fromVersion: index + 1,
    toVersion: index + 2,
    strategy: CANARY_FIRST,
    state: index === count - 1 ? ("running" as const) : ("completed" as const),
    stage: 0,
    stageStartedAt: 1,
    startedBy: "Ada",
    startedAt: index,
    endedAt: index === count - 1 ? null : index + 1,
  }));
  for (let from = 0; from < count; from += 500) await world.deps.db.write((tx) => tx.insert(rollouts).values(rows.slice(from, from + 500)));
  return { ...world, rows };
}

it("a walk by the API tells every rollout once, however many there were", async () => {
  await using world = await createLongWorld(620);
  const found: number[] = [];
  let cursor: string | null = "";
  for (let page = 0; cursor !== null && page < 20; page++) {
    const answer = await world.ask("GET", `${world.group}/rollouts?limit=100${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    const { items, next_cursor } = Page.parse(await answer.json());
    found.push(...items.map(({ toVersion }) => toVersion));
    cursor = next_cursor;
  }
  expect(found).toEqual(world.rows.map(({ toVersion }) => toVersion).reverse());
});

it("the pages of the console are numbered, and count them all", async () => {
  await using world = await createLongWorld(620);
  const last = await world.caller.rollouts.list({ ...world.at, page: 13 });
  expect([last.total, last.pages, last.rows.length, last.rows.at(-1)?.toVersion]).toEqual([620, 13, 20, 2]);
});

it("the newest rollout, and those of some config versions, are told without the others", async () => {
  await using world = await createLongWorld(3);
  const { caller, at } = world;
  expect(await caller.rollouts.getNewest(at)).toMatchObject({ newest: { toVersion: 4, state: "running" } });
  expect((await caller.rollouts.listOf({ ...at, numbers: [1, 2, 4] })).map(({ toVersion }) => toVersion).sort()).toEqual([2, 4]);
});
