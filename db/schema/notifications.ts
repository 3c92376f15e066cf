import { sql } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { CHANNEL_KINDS, DELIVERY_STATES } from "../../server/domain/notifications/channel";
import { CONDITION_KINDS, EVENT_KINDS, type EventDetail } from "../../server/domain/notifications/event-kinds";
import { id, labels, orgId, time } from "../columns";
import { orgs } from "./people";
import { runtimeGroups } from "./runtime-groups";

/**
 * What happened that people are told of, in order. Names and labels are kept as they were, since what they name may go. Rows are never
 * changed, but for `isRouted`: the rules were asked who is to hear of it.
 */
export const events = sqliteTable(
  "events",
  {
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: EVENT_KINDS }).notNull(),
    groupId: text("group_id"),
    groupName: text("group_name"),
    instanceId: text("instance_id"),
    instanceName: text("instance_name"),
    /** Of the group and, before those, of the instance. */
    labels: labels(),
    detail: text("detail", { mode: "json" }).$type<EventDetail>().notNull(),
    at: time("at").notNull(),
    isRouted: integer("is_routed", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    index("events_unrouted")
      .on(t.seq)
      .where(sql`is_routed = 0`),
    index("events_at").on(t.at),
  ],
);

/**
 * What needs attention now, derived from facts and a clock: an instance, a token or a certificate by its id. A row is there while the
 * condition lasts, and for a while after it (`overSince`), so that what comes and goes is told once. `mark` tells what it is about: where that
 * becomes another (a further version is refused, the end comes nearer), people are told anew.
 */
export const openConditions = sqliteTable(
  "open_conditions",
  {
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    subjectId: text("subject_id").notNull(),
    kind: text("kind", { enum: CONDITION_KINDS }).notNull(),
    /** Null: of the org itself. */
    groupId: text("group_id"),
    mark: text("mark").notNull(),
    detail: text("detail", { mode: "json" }).$type<EventDetail>().notNull(),
    openedAt: time("opened_at").notNull(),
    /** Since when its instance has been well. Null: it lasts. */
    overSince: time("over_since"),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.subjectId, t.kind] }),
    index("open_conditions_group").on(t.orgId, t.groupId, t.kind),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/** Until when the certificates of a group's live document are good, so that it is opened once for each that goes live. `etag`: of that document. */
export const certificateTerms = sqliteTable(
  "certificate_terms",
  {
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    etag: text("etag").notNull(),
    certificates: text("certificates", { mode: "json" }).$type<{ id: string; name: string; kind: string; notBefore: number; notAfter: number }[]>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.groupId] }),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/** Where people are told. `target` (a URL, or mail addresses) and the secrets that webhooks are signed with are sealed. */
export const channels = sqliteTable(
  "channels",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    kind: text("kind", { enum: CHANNEL_KINDS }).notNull(),
    target: text("target").notNull(),
    /** Null: its kind is not signed. */
    secret: text("secret"),
    /** The secret before: what is sent is signed with it too until that time. */
    oldSecret: text("old_secret"),
    oldSecretUntil: time("old_secret_until"),
    /** Nothing is sent while it is disabled; why, in words. Null: it is not. */
    disabledBecause: text("disabled_because"),
    createdAt: time("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (t) => [unique("channels_org_name").on(t.orgId, t.name), unique("channels_org_id").on(t.orgId, t.id)],
);

/** Which events go to a channel. `groupIds` null: of all groups, and of the org itself; `labels`: of those that have all of these. */
export const notificationRules = sqliteTable(
  "notification_rules",
  {
    id: id(),
    orgId: orgId(),
    channelId: text("channel_id").notNull(),
    kinds: text("kinds", { mode: "json" }).$type<(typeof EVENT_KINDS)[number][]>().notNull(),
    groupIds: text("group_ids", { mode: "json" }).$type<string[]>(),
    labels: labels(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    unique("notification_rules_org_id").on(t.orgId, t.id),
    foreignKey({ columns: [t.orgId, t.channelId], foreignColumns: [channels.orgId, channels.id] }).onDelete("cascade"),
  ],
);

/**
 * A message to a channel, with the events that it tells (`deliveryEvents`). Open until `readyAt`: events of the same rule, kind and group
 * join it until then. A channel's messages go in the order of `readyAt`, then of `seq`; one that fails is waited for.
 */
export const deliveries = sqliteTable(
  "deliveries",
  {
    seq: integer("seq").primaryKey({ autoIncrement: true }),
    orgId: orgId(),
    /** What receivers know it by, at every try the same. */
    id: text("id").notNull().unique(),
    channelId: text("channel_id").notNull(),
    ruleId: text("rule_id").notNull(),
    kind: text("kind", { enum: EVENT_KINDS }).notNull(),
    groupId: text("group_id"),
    createdAt: time("created_at").notNull(),
    readyAt: time("ready_at").notNull(),
    state: text("state", { enum: DELIVERY_STATES }).notNull(),
    attempts: integer("attempts").notNull().default(0),
    nextTryAt: time("next_try_at").notNull(),
    /** The HTTP status of the last try. Null: there was none. */
    lastStatus: integer("last_status"),
    /** What went wrong at the last try, in words of ours. */
    lastFault: text("last_fault"),
    lastTriedAt: time("last_tried_at"),
  },
  (t) => [
    index("deliveries_waiting")
      .on(t.channelId, t.readyAt, t.seq)
      .where(sql`state = 'waiting'`),
    index("deliveries_org").on(t.orgId, t.seq),
    foreignKey({ columns: [t.orgId, t.channelId], foreignColumns: [channels.orgId, channels.id] }).onDelete("cascade"),
  ],
);

/** Which events a message tells. */
export const deliveryEvents = sqliteTable(
  "delivery_events",
  {
    deliverySeq: integer("delivery_seq")
      .notNull()
      .references(() => deliveries.seq, { onDelete: "cascade" }),
    eventSeq: integer("event_seq")
      .notNull()
      .references(() => events.seq, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.deliverySeq, t.eventSeq] }), index("delivery_events_event").on(t.eventSeq)],
);
