import { isNull } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { type HaltReason, ROLLOUT_STATES, ROLLOUT_STEPS } from "../../server/domain/rollout/rollout";
import type { RolloutStrategy } from "../../server/domain/rollout/strategy";
import { id, labels, orgId, time } from "../columns";
import { runtimeGroups } from "./runtime-groups";

/**
 * A staged publish of one config version; `server/domain/rollout` has its rules. At most one of a group has not ended.
 * `revision` grows with each change, so that of two who decide on the same state one alone is heard.
 */
export const rollouts = sqliteTable(
  "rollouts",
  {
    id: id(),
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    /** What instances keep that are not reached yet. */
    fromVersion: integer("from_version").notNull(),
    toVersion: integer("to_version").notNull(),
    strategy: text("strategy", { mode: "json" }).$type<RolloutStrategy>().notNull(),
    state: text("state", { enum: ROLLOUT_STATES }).notNull(),
    /** The index of the stage that is reached; all before it are too. */
    stage: integer("stage").notNull(),
    /** When the stage began, or was to be judged anew after a halt: what its time limit counts from, but for pauses. */
    stageStartedAt: time("stage_started_at").notNull(),
    /** When the stage's gate held, but an approval or the end of a freeze was still to come. Null: it has not. */
    passedAt: time("passed_at"),
    /** Whether a person has let the stage at hand go on. */
    isApproved: integer("is_approved", { mode: "boolean" }).notNull().default(false),
    pausedAt: time("paused_at"),
    haltReason: text("halt_reason", { mode: "json" }).$type<HaltReason>(),
    /** When a person last resumed it after a halt: what had failed by then halts it no more. */
    failuresAcceptedAt: time("failures_accepted_at"),
    startedBy: text("started_by").notNull(),
    startedAt: time("started_at").notNull(),
    endedAt: time("ended_at"),
    revision: integer("revision").notNull().default(1),
  },
  (t) => [
    uniqueIndex("rollouts_active").on(t.orgId, t.groupId).where(isNull(t.endedAt)),
    uniqueIndex("rollouts_org_id").on(t.orgId, t.id),
    index("rollouts_group_version").on(t.orgId, t.groupId, t.toVersion),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/** What happened to a rollout, in order: who did it, or Signalbox itself, in which stage, and why. */
export const rolloutSteps = sqliteTable(
  "rollout_steps",
  {
    orgId: orgId(),
    rolloutId: text("rollout_id").notNull(),
    /** The rollout's revision by this step. */
    revision: integer("revision").notNull(),
    kind: text("kind", { enum: ROLLOUT_STEPS }).notNull(),
    stage: integer("stage").notNull(),
    actor: text("actor").notNull(),
    detail: text("detail").notNull().default(""),
    at: time("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.rolloutId, t.revision] }),
    foreignKey({ columns: [t.orgId, t.rolloutId], foreignColumns: [rollouts.orgId, rollouts.id] }).onDelete("cascade"),
  ],
);

/** Pins every instance of the group that has all of these labels to a config version, those that enroll later too. */
export const selectorPins = sqliteTable(
  "selector_pins",
  {
    id: id(),
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    selector: labels(),
    versionNumber: integer("version_number").notNull(),
    note: text("note").notNull().default(""),
    createdBy: text("created_by").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    index("selector_pins_group").on(t.orgId, t.groupId),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);
