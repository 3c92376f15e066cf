import { createHash } from "node:crypto";
import { and, asc, count, desc, eq, inArray, isNull, lt } from "drizzle-orm";
import type { Actor } from "../../server/domain/audit-chain";
import type { RolloutChange } from "../../server/domain/rollout/act";
import type { Rollout } from "../../server/domain/rollout/rollout";
import type { Database, Executor } from "../client";
import { rollouts, rolloutSteps } from "../schema/index";
import type { OrgDb } from "../scoped";
import { insertAudit } from "./audit";
import { insertEvent } from "./events";

/** A rollout as it is stored. */
export type RolloutRow = typeof rollouts.$inferSelect;

/** The id of the rollout by which a config version goes out, known before it is, so that a preview tells who exactly will be reached. */
export function rolloutIdOf(groupId: string, toVersion: number): string {
  const hex = createHash("sha256").update(`rollout/${groupId}/${toVersion}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const ofGroup = (org: OrgDb, groupId: string) => and(eq(rollouts.orgId, org.orgId), eq(rollouts.groupId, groupId));

/** The group's rollouts to versions before this one, of all where none is named, newest first, so many from an offset, and how many there are. */
export async function selectRollouts(org: OrgDb, groupId: string, before: number | undefined, limit: number, offset: number) {
  const found = and(ofGroup(org, groupId), before === undefined ? undefined : lt(rollouts.toVersion, before));
  const [rows, counted] = await Promise.all([
    org.db.read.select().from(rollouts).where(found).orderBy(desc(rollouts.toVersion)).limit(limit).offset(offset),
    org.db.read.select({ total: count() }).from(rollouts).where(found).get(),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** The group's newest rollout, or undefined. */
export const selectNewestRollout = (org: OrgDb, groupId: string) =>
  org.db.read.select().from(rollouts).where(ofGroup(org, groupId)).orderBy(desc(rollouts.toVersion)).limit(1).get();

/** The rollouts by which these config versions of the group went out. */
export const selectRolloutsOf = (org: OrgDb, groupId: string, toVersions: number[]) =>
  org.db.read
    .select()
    .from(rollouts)
    .where(and(ofGroup(org, groupId), inArray(rollouts.toVersion, toVersions)));

/** One rollout of the group, or undefined. */
export const selectRollout = (org: OrgDb, groupId: string, id: string, executor: Executor = org.db.read) =>
  executor
    .select()
    .from(rollouts)
    .where(and(ofGroup(org, groupId), eq(rollouts.id, id)))
    .get();

/** The rollout by which a config version of the group went out, or undefined: it went to all at once. */
export const selectRolloutOf = (org: OrgDb, groupId: string, toVersion: number, executor: Executor = org.db.read) =>
  executor
    .select()
    .from(rollouts)
    .where(and(ofGroup(org, groupId), eq(rollouts.toVersion, toVersion)))
    .get();

/** The group's rollout that has not ended, or undefined. */
export const selectActiveRollout = (org: OrgDb, groupId: string, executor: Executor = org.db.read) =>
  executor
    .select()
    .from(rollouts)
    .where(and(ofGroup(org, groupId), isNull(rollouts.endedAt)))
    .get();

/** The rollouts of the org, or of one of its groups, that have not ended, with when each last became what it is. */
export const selectOrgActiveRollouts = (org: OrgDb, groupId?: string) =>
  org.db.read
    .select({ rollout: rollouts, since: rolloutSteps.at })
    .from(rollouts)
    .innerJoin(rolloutSteps, and(eq(rolloutSteps.orgId, rollouts.orgId), eq(rolloutSteps.rolloutId, rollouts.id), eq(rolloutSteps.revision, rollouts.revision)))
    .where(and(eq(rollouts.orgId, org.orgId), isNull(rollouts.endedAt), groupId === undefined ? undefined : eq(rollouts.groupId, groupId)));

/** Which rollouts have not ended, in every org, or of one group alone; it tells the tenants, so it takes no handle. */
export const selectActiveRollouts = (db: Database, groupId?: string) =>
  db.read
    .select({ id: rollouts.id, orgId: rollouts.orgId, groupId: rollouts.groupId })
    .from(rollouts)
    .where(and(isNull(rollouts.endedAt), groupId === undefined ? undefined : eq(rollouts.groupId, groupId)));

/** What happened to a rollout, in order. */
export const selectRolloutSteps = (org: OrgDb, rolloutId: string) =>
  org.db.read
    .select()
    .from(rolloutSteps)
    .where(and(eq(rolloutSteps.orgId, org.orgId), eq(rolloutSteps.rolloutId, rolloutId)))
    .orderBy(asc(rolloutSteps.revision));

/** Who changes a rollout, when, and the name of its group. */
export interface RolloutActor {
  by: Actor;
  at: number;
  groupName: string;
}

async function insertStep(tx: Executor, org: OrgDb, { id, groupId, toVersion, revision }: RolloutRow, step: RolloutChange<Rollout>["step"], who: RolloutActor) {
  const { by, at, groupName } = who;
  await tx.insert(rolloutSteps).values({ orgId: org.orgId, rolloutId: id, revision, ...step, actor: by.actor, at });
  const after = { stage: step.stage + 1, ...(step.detail ? { detail: step.detail } : {}) };
  const target = `${groupName} v${toVersion}`;
  await insertAudit(tx, org, { id: crypto.randomUUID(), at, ...by, action: `rollout.${step.kind}`, target, groupId, after });
}

/** Begins a rollout, with its step and its audit row in the caller's transaction. */
export async function insertRollout(tx: Executor, org: OrgDb, rollout: Rollout & { groupId: string }, who: RolloutActor): Promise<void> {
  const row = { ...rollout, orgId: org.orgId, startedBy: who.by.actor, revision: 1 };
  await tx.insert(rollouts).values(row);
  await insertStep(tx, org, row, { kind: "started", stage: rollout.stage, detail: "" }, who);
}

/**
 * Makes of the rollout what a change says, with its step, its audit row and the event of a halt in the caller's transaction. False, and nothing is written:
 * somebody else changed it since it was read.
 */
export async function updateRollout(
  tx: Executor,
  org: OrgDb,
  before: RolloutRow,
  { next, step }: RolloutChange<RolloutRow>,
  who: RolloutActor,
): Promise<boolean> {
  const revision = before.revision + 1;
  const isSame = and(ofGroup(org, before.groupId), eq(rollouts.id, before.id), eq(rollouts.revision, before.revision));
  const changed = await tx
    .update(rollouts)
    .set({ ...next, revision })
    .where(isSame)
    .returning({ id: rollouts.id });
  if (changed.length === 0) return false;
  await insertStep(tx, org, { ...next, revision }, step, who);
  if (step.kind === "halted") {
    const detail = { version: before.toVersion, reason: step.detail };
    await insertEvent(tx, org, { kind: "rolloutHalted", groupId: before.groupId, detail, at: who.at });
  }
  return true;
}
