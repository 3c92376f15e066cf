import { blob, foreignKey, index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import type { Ability } from "../../server/domain/ability";
import { GROUP_ROLES } from "../../server/domain/ability";
import { SERVICE_ROLES } from "../../server/domain/access-token";
import { id, orgId, time } from "../columns";
import { members, orgs } from "./people";
import { runtimeGroups } from "./runtime-groups";

/** An actor of an org that is no person: it has a role as a member has, and acts by its tokens alone. */
export const serviceAccounts = sqliteTable(
  "service_accounts",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    role: text("role", { enum: SERVICE_ROLES }).notNull(),
    createdAt: time("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (t) => [unique("service_accounts_org_name").on(t.orgId, t.name), unique("service_accounts_org_id").on(t.orgId, t.id)],
);

/** A service account's role on a single group, as `member_group_roles` is a member's. */
export const serviceAccountGroupRoles = sqliteTable(
  "service_account_group_roles",
  {
    orgId: orgId(),
    serviceAccountId: text("service_account_id").notNull(),
    groupId: text("group_id").notNull(),
    role: text("role", { enum: GROUP_ROLES }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.serviceAccountId, t.groupId] }),
    foreignKey({ columns: [t.orgId, t.serviceAccountId], foreignColumns: [serviceAccounts.orgId, serviceAccounts.id] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.groupId], foreignColumns: [runtimeGroups.orgId, runtimeGroups.id] }).onDelete("cascade"),
  ],
);

/**
 * Tokens of the REST API, each of one member or of one service account, and gone with it: a member who is removed and comes back finds
 * none of them alive. Shown once; only the SHA-256 is kept. `abilities` or `groupIds` null: all that the owner has.
 */
export const accessTokens = sqliteTable(
  "access_tokens",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    userId: text("user_id"),
    serviceAccountId: text("service_account_id"),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull().unique(),
    /** How it begins, for people to know it by. */
    prefix: text("prefix").notNull(),
    abilities: text("abilities", { mode: "json" }).$type<Ability[]>(),
    groupIds: text("group_ids", { mode: "json" }).$type<string[]>(),
    expiresAt: time("expires_at").notNull(),
    /** To the minute. */
    lastUsedAt: time("last_used_at"),
    /** The newest addresses that it was used from. */
    addresses: text("addresses", { mode: "json" }).$type<string[]>().notNull().default([]),
    revokedAt: time("revoked_at"),
    createdAt: time("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (t) => [
    foreignKey({ columns: [t.orgId, t.userId], foreignColumns: [members.orgId, members.userId] }).onDelete("cascade"),
    foreignKey({ columns: [t.orgId, t.serviceAccountId], foreignColumns: [serviceAccounts.orgId, serviceAccounts.id] }).onDelete("cascade"),
    index("access_tokens_owner").on(t.orgId, t.userId, t.serviceAccountId),
  ],
);

/** How long an org lets its tokens live. Absent: as long as can be. */
export const tokenRules = sqliteTable("token_rules", {
  orgId: orgId()
    .primaryKey()
    .references(() => orgs.id, { onDelete: "cascade" }),
  longestDays: integer("longest_days").notNull(),
});

/** What was answered to a request that carried an Idempotency-Key, for a day. `status` null: it is being answered. `body` is sealed (`answerPlace`). */
export const idempotencyKeys = sqliteTable(
  "idempotency_keys",
  {
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    /** Of the token that sent it; another one of the same owner may be allowed less. */
    tokenId: text("owner_id").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    status: integer("status"),
    /** The header fields of the answer. */
    fields: text("fields", { mode: "json" }).$type<Record<string, string>>(),
    body: blob("body", { mode: "buffer" }),
    at: time("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.tokenId, t.key] }), index("idempotency_keys_at").on(t.at)],
);
