import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { ORG_ROLES } from "../../server/domain/ability";
import { SECOND_FACTOR_STATES, SIGN_IN_METHODS } from "../../server/domain/sign-in-rules";
import { id, orgId, time } from "../columns";

/** One person. `passwordHash` null: it signs in with a provider alone. */
export const users = sqliteTable("users", {
  id: id(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  passwordHash: text("password_hash"),
  createdAt: time("created_at").notNull(),
  /** Null: it has not signed in since this is noted. */
  lastSignInAt: time("last_sign_in_at"),
});

/** A browser that a person is signed in with. Its cookie names the row, which is read at every call: without it the cookie is good for nothing. */
export const sessions = sqliteTable(
  "sessions",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: time("created_at").notNull(),
    expiresAt: time("expires_at").notNull(),
    lastSeenAt: time("last_seen_at").notNull(),
    address: text("address").notNull(),
    userAgent: text("user_agent").notNull(),
    method: text("method", { enum: SIGN_IN_METHODS }).notNull().default("password"),
    /** "due": the session is good for nothing but showing it. */
    secondFactor: text("second_factor", { enum: SECOND_FACTOR_STATES }).notNull().default("none"),
  },
  (t) => [index("sessions_user").on(t.userId)],
);

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

/**
 * Failed tries by who made them (`account:…`, `device:…`, `address:…` and the like), so that guessing slows down across restarts. `call:…` is a call
 * that a member was refused: until `blockedUntil` the next one is not told.
 */
export const signInFailures = sqliteTable("sign_in_failures", {
  subject: text("subject").primaryKey(),
  count: integer("count").notNull(),
  blockedUntil: time("blocked_until").notNull(),
  updatedAt: time("updated_at").notNull(),
});
