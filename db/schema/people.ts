import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { ORG_ROLES } from "../../server/domain/ability";
import { id, orgId, time } from "../columns";

/** One person. `sessionEpoch` is raised to end every session at once. */
export const users = sqliteTable("users", {
  id: id(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  passwordHash: text("password_hash"),
  sessionEpoch: integer("session_epoch").notNull().default(0),
  createdAt: time("created_at").notNull(),
});

/** A tenant. `slug` is what stands in URLs. */
export const orgs = sqliteTable("orgs", {
  id: id(),
  slug: text("slug").notNull().unique(),
  name: text("name").notNull(),
  createdAt: time("created_at").notNull(),
});

/** Who belongs to which org, and as what. Read at every call: a removed member loses access at once. */
export const members = sqliteTable(
  "members",
  {
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role", { enum: ORG_ROLES }).notNull(),
    createdAt: time("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.userId] })],
);

/** One-time links to the first set-up; only the hash is kept. */
export const setupLinks = sqliteTable("setup_links", {
  tokenHash: text("token_hash").primaryKey(),
  expiresAt: time("expires_at").notNull(),
  usedAt: time("used_at"),
});

/** Failed sign-ins by account and by address (`account:…`, `address:…`), so that guessing slows down across restarts. */
export const signInFailures = sqliteTable("sign_in_failures", {
  subject: text("subject").primaryKey(),
  count: integer("count").notNull(),
  blockedUntil: time("blocked_until").notNull(),
  updatedAt: time("updated_at").notNull(),
});
