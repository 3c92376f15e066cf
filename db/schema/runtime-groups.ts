import { foreignKey, integer, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
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
    instanceChanges: integer("instance_changes").notNull().default(0),
    createdAt: time("created_at").notNull(),
    updatedAt: time("updated_at").notNull(),
  },
  (t) => [unique("runtime_groups_org_name").on(t.orgId, t.name), unique("runtime_groups_org_id").on(t.orgId, t.id)],
);

/** An immutable, numbered document. `body` holds the very bytes that are served; `source` what the author wrote. */
export const configVersions = sqliteTable(
  "config_versions",
  {
    id: id(),
    orgId: orgId(),
    groupId: text("group_id").notNull(),
    number: integer("number").notNull(),
    etag: text("etag").notNull(),
    body: text("body").notNull(),
    source: text("source").notNull(),
    message: text("message").notNull(),
    authorName: text("author_name").notNull(),
    entityCount: integer("entity_count").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [
    unique("config_versions_group_number").on(t.groupId, t.number),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/** Ed25519 signing keys of an org. `privateKey` is sealed with the key from the settings. */
export const signingKeys = sqliteTable("signing_keys", {
  id: id(),
  orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
  publicPem: text("public_pem").notNull(),
  privateKey: text("private_key").notNull(),
  createdAt: time("created_at").notNull(),
});
