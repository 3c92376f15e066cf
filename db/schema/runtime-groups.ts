import { blob, foreignKey, index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import type { RolloutStrategy } from "../../server/domain/rollout/strategy";
import { id, labels, orgId, time } from "../columns";
import { orgs } from "./people";

/**
 * A runtime group. `liveVersion` is its pointer: the number of the published config version, null before the first.
 * `instanceChanges` counts the changes of its instances' facts. Triggers count (the last lines of migration 0001), so that
 * no writer can forget to, and a page finds out in one row whether it has something new to show.
 */
export const runtimeGroups = sqliteTable(
  "runtime_groups",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    labels: labels(),
    pollIntervalSeconds: integer("poll_interval_seconds").notNull().default(15),
    liveVersion: integer("live_version"),
    /** How many of the newest config versions keep their content, whatever else keeps theirs. */
    keptVersions: integer("kept_versions").notNull().default(100),
    instanceChanges: integer("instance_changes").notNull().default(0),
    /** How a publish goes out unless it says otherwise. Null: to all at once. */
    rolloutStrategy: text("rollout_strategy", { mode: "json" }).$type<RolloutStrategy>(),
    /** Whether agents put back what somebody changed behind their back; else they report it alone. */
    healsDrift: integer("heals_drift", { mode: "boolean" }).notNull().default(true),
    /** An instance that was silent for so many days is archived. Null: none is by itself. */
    archiveAfterDays: integer("archive_after_days"),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [unique("runtime_groups_org_name").on(t.orgId, t.name), unique("runtime_groups_org_id").on(t.orgId, t.id)],
);

/** A document as it is served, once per group and content: `etag` is its hash, `body` is sealed. Removed only by the group's retention rule. */
export const configContents = sqliteTable(
  "config_contents",
  {
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    etag: text("etag").notNull(),
    body: blob("body", { mode: "buffer" }).notNull(),
    /** Of the served bytes. */
    sizeBytes: integer("size_bytes").notNull(),
    entityCount: integer("entity_count").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.groupId, t.etag] }),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/** An immutable, numbered config version. Its document is the content of its `etag`; that is gone once the retention rule took it. */
export const configVersions = sqliteTable(
  "config_versions",
  {
    id: id(),
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    number: integer("number").notNull(),
    etag: text("etag").notNull(),
    message: text("message").notNull(),
    authorName: text("author_name").notNull(),
    entityCount: integer("entity_count").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    /** Against the version that was live before; null: published before these were counted. */
    createdCount: integer("created_count"),
    changedCount: integer("changed_count"),
    deletedCount: integer("deleted_count"),
    /** The number of the older version whose content this one brought back. Null: it is no rollback. */
    rolledBackTo: integer("rolled_back_to"),
    /** Words that people put on it; a tagged version keeps its content. */
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull().default([]),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    unique("config_versions_group_number").on(t.groupId, t.number),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/**
 * The draft of a group: the content of `baseEtag` (null: nothing) with the steps of this base in order. `revision` only
 * grows; each step, undo and discard raises it. No row: the draft is what is live.
 */
export const drafts = sqliteTable(
  "drafts",
  {
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    revision: integer("revision").notNull(),
    /** The config version it began from; null: the group had none. */
    baseVersion: integer("base_version"),
    baseEtag: text("base_etag"),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.groupId] }),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/** One step of a draft: who changed which entities, from what to what (`changes`, sealed). Steps go when the draft is published or discarded. */
export const draftSteps = sqliteTable(
  "draft_steps",
  {
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    /** The draft's revision after this step. */
    revision: integer("revision").notNull(),
    userId: text("user_id").notNull(),
    authorName: text("author_name").notNull(),
    /** What was done, in words without a secret: "Changed route login". */
    title: text("title").notNull(),
    changeCount: integer("change_count").notNull(),
    changes: blob("changes", { mode: "buffer" }).notNull(),
    /** The revision of the step that this one took back. Null: it is no undo. */
    undoes: integer("undoes"),
    at: time("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.groupId, t.revision] }),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [drafts.orgId, drafts.groupId] }).onDelete("cascade"),
  ],
);

/** Ed25519 signing keys of an org. `privateKey` is sealed with the key from the settings. */
export const signingKeys = sqliteTable(
  "signing_keys",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    publicPem: text("public_pem").notNull(),
    privateKey: text("private_key").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [index("signing_keys_org").on(t.orgId)],
);
