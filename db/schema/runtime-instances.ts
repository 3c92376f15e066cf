import { isNotNull } from "drizzle-orm";
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { id, labels, orgId, time } from "../columns";
import { orgs } from "./people";
import { runtimeGroups } from "./runtime-groups";

/** Tokens that enroll instances into one group. Shown once; only the SHA-256 is kept. `maxUses` null: unlimited. */
export const enrollmentTokens = sqliteTable(
  "enrollment_tokens",
  {
    id: id(),
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    expiresAt: time("expires_at").notNull(),
    maxUses: integer("max_uses"),
    uses: integer("uses").notNull().default(0),
    labels: labels(),
    isEphemeral: integer("is_ephemeral", { mode: "boolean" }).notNull().default(false),
    revokedAt: time("revoked_at"),
    createdAt: time("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (t) => [foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade")],
);

/**
 * One node that runs Kong Gateway. Only facts are stored; states are derived (`server/domain/instance-state.ts`).
 * `groupId` outlives its group: `orphanedAt` is set when the group is deleted. `credentialHash` null: revoked.
 */
export const runtimeInstances = sqliteTable(
  "runtime_instances",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    groupId: text("group_id").notNull(),
    credentialHash: text("credential_hash").unique(),
    hostname: text("hostname").notNull(),
    address: text("address"),
    labels: labels(),
    agentVersion: text("agent_version"),
    gatewayVersion: text("gateway_version"),
    nodeReport: text("node_report"),
    isEphemeral: integer("is_ephemeral", { mode: "boolean" }).notNull().default(false),
    isReady: integer("is_ready", { mode: "boolean" }),
    /** When `isReady` last became another. */
    readyChangedAt: time("ready_changed_at"),
    runningEtag: text("running_etag"),
    /** When `runningEtag` last became another. */
    runningSince: time("running_since"),
    rejectedEtag: text("rejected_etag"),
    rejectedStatus: integer("rejected_status"),
    rejectedBody: text("rejected_body"),
    rejectedAt: time("rejected_at"),
    driftedAt: time("drifted_at"),
    firstSeenAt: time("first_seen_at").notNull(),
    lastSeenAt: time("last_seen_at"),
    orphanedAt: time("orphaned_at"),
    archivedAt: time("archived_at"),
    /** The config version that it is pinned to. Null: it is not. */
    pinnedVersion: integer("pinned_version"),
    /** Why, in the words of who pinned it. */
    pinNote: text("pin_note"),
    /** The config version that was expected of it when its updates were paused. Null: they are not. */
    pausedVersion: integer("paused_version"),
    /** When a person asked that it take its config once more; null once that was offered. */
    syncRequestedAt: time("sync_requested_at"),
    /** When it was asked to change its credential; null once it has. */
    rotationRequestedAt: time("rotation_requested_at"),
    /** The credential before the one at hand: good until that is used for the first time. */
    previousCredentialHash: text("previous_credential_hash").unique(),
    credentialIssuedAt: time("credential_issued_at"),
    /** The hash of the names of the plugins that it has loaded (`pluginSets`). */
    pluginSet: text("plugin_set"),
  },
  // None holds what a poll or a report changes, so that these write no index.
  (t) => [
    index("runtime_instances_group_id").on(t.orgId, t.groupId, t.id),
    index("runtime_instances_group_first_seen").on(t.orgId, t.groupId, t.firstSeenAt),
    index("runtime_instances_orphaned").on(t.orgId, t.hostname).where(isNotNull(t.orphanedAt)),
  ],
);

/**
 * What is left of an ephemeral instance whose record went: its credential's hash, so that the agent is told that it is
 * gone (410), after which it may enroll again, and not that it is unknown (401).
 */
export const goneInstances = sqliteTable(
  "gone_instances",
  {
    credentialHash: text("credential_hash").primaryKey(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    groupId: text("group_id").notNull(),
    instanceId: text("instance_id").notNull(),
    goneAt: time("gone_at").notNull(),
  },
  (t) => [index("gone_instances_gone_at").on(t.goneAt)],
);

/** The apply timeline of an instance: what was offered, applied, rejected, or found changed on the node. */
export const applyRecords = sqliteTable(
  "apply_records",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    instanceId: text("instance_id")
      .notNull()
      .references(() => runtimeInstances.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["offered", "applied", "rejected", "drift"] }).notNull(),
    etag: text("etag"),
    versionNumber: integer("version_number"),
    kongStatus: integer("kong_status"),
    /** How long the agent took to fetch, to verify, and until its Kong had answered, as it told with the outcome. */
    fetchMs: integer("fetch_ms"),
    verifyMs: integer("verify_ms"),
    applyMs: integer("apply_ms"),
    at: time("at").notNull(),
  },
  (t) => [index("apply_records_instance_at").on(t.instanceId, t.at)],
);

/** Plugin schemas that the fleet told, per Gateway version. */
export const pluginSchemas = sqliteTable(
  "plugin_schemas",
  {
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    gatewayVersion: text("gateway_version").notNull(),
    plugin: text("plugin").notNull(),
    schema: text("schema").notNull(),
    toldAt: time("told_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.gatewayVersion, t.plugin] })],
);

/** The names of loaded plugins, once for all instances of an org that have loaded the same; `hash` is of them. */
export const pluginSets = sqliteTable(
  "plugin_sets",
  {
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    names: text("names", { mode: "json" }).$type<string[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.hash] })],
);
