import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { rollouts, runtimeGroups, selectorPins } from "../../db/schema/index";
import { RolloutStrategy, type StageReach } from "../../server/domain/rollout/strategy";
import type { createWorld, WorldGroup } from "./world";

type World = Awaited<ReturnType<typeof createWorld>>;
/** What is written to, and told. */
interface Told extends Pick<World, "db"> {
  api: Pick<World["api"], "groupChanged">;
  clock: { now: number };
}
type Group = Pick<WorldGroup, "orgId" | "groupId">;

/** A strategy whose stages reach these, and then all. */
export const reaching = (...reaches: StageReach[]): RolloutStrategy =>
  RolloutStrategy.parse({ stages: [...reaches, { percent: 100 }].map((reach) => ({ reach, gate: {} })) });

/** Makes this version, which is live, one that is rolled out from the one before, and tells the API. Gives the rollout's id. */
export async function startRollout({ db, api, clock }: Told, { orgId, groupId }: Group, toVersion: number, strategy = reaching()): Promise<string> {
  const id = randomUUID();
  const at = { stageStartedAt: clock.now, startedAt: clock.now, startedBy: "owner" };
  const row = { id, orgId, groupId, fromVersion: Math.max(1, toVersion - 1), toVersion, strategy, state: "running" as const, stage: 0, ...at };
  await db.write((tx) => tx.insert(rollouts).values(row));
  api.groupChanged(groupId);
  return id;
}

/** Changes a rollout's row as the console would, and tells the API. */
export async function changeRollout(
  { db, api }: World,
  { orgId, groupId }: WorldGroup,
  id: string,
  values: Partial<typeof rollouts.$inferInsert>,
): Promise<void> {
  await db.write((tx) =>
    tx
      .update(rollouts)
      .set(values)
      .where(and(eq(rollouts.orgId, orgId), eq(rollouts.id, id))),
  );
  api.groupChanged(groupId);
}

/** Pins whatever has these labels to a config version, and tells the API. */
export async function addSelectorPin({ db, api, clock }: World, { orgId, groupId }: WorldGroup, selector: Record<string, string>, versionNumber: number) {
  const row = { id: randomUUID(), orgId, groupId, selector, versionNumber, createdBy: "owner", createdAt: clock.now };
  await db.write((tx) => tx.insert(selectorPins).values(row));
  api.groupChanged(groupId);
}

/** Changes a group's settings as the console would, and tells the API. */
export async function changeGroup({ db, api }: World, { groupId }: WorldGroup, values: Partial<typeof runtimeGroups.$inferInsert>): Promise<void> {
  await db.write((tx) => tx.update(runtimeGroups).set(values).where(eq(runtimeGroups.id, groupId)));
  api.groupChanged(groupId);
}
