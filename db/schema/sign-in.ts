import { index, integer, primaryKey, sqliteTable, text, unique } from "drizzle-orm/sqlite-core";
import { MAPPED_ROLES, type SignInRules } from "../../server/domain/sign-in-rules";
import { orgId, time } from "../columns";
import { orgs, users } from "./people";

const userId = () =>
  text("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** Refused tries that the audit trail does not tell yet, by the account that they named; `userId` null: there is none of that address. */
export const refusedTries = sqliteTable("refused_tries", {
  subject: text("subject").primaryKey(),
  userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
  count: integer("count").notNull(),
  firstAt: time("first_at").notNull(),
  /** Of the newest one. */
  address: text("address").notNull(),
  requestId: text("request_id").notNull(),
});

/** One-time links to a new password; only the hash is kept. A row is gone once any of the person's was used. */
export const resetLinks = sqliteTable(
  "reset_links",
  {
    tokenHash: text("token_hash").primaryKey(),
    userId: userId(),
    /** Whether it takes the second factor away too: for who lost that and the recovery codes. */
    removesSecondFactor: integer("removes_second_factor", { mode: "boolean" }).notNull().default(false),
    expiresAt: time("expires_at").notNull(),
  },
  (t) => [index("reset_links_user").on(t.userId)],
);

/** What makes a person's codes (TOTP). `confirmedAt` null: it was shown, and no code of it was given back yet, so that it asks for nothing. */
export const secondFactors = sqliteTable("second_factors", {
  userId: userId().primaryKey(),
  /** Sealed. */
  secret: text("secret").notNull(),
  confirmedAt: time("confirmed_at"),
  /** The time step of the newest code that was taken: neither it nor an older one is taken again. */
  usedStep: integer("used_step").notNull().default(0),
});

/** Codes for who lost the device, by their hash; a row is gone once it was used. */
export const recoveryCodes = sqliteTable("recovery_codes", { userId: userId(), codeHash: text("code_hash").notNull() }, (t) => [
  primaryKey({ columns: [t.userId, t.codeHash] }),
]);

/**
 * Whom providers know: what an issuer says of this subject is said of this person, whatever address it has by now. A person has one of each issuer,
 * so that an address that went to somebody else there leads to nobody else's account.
 */
export const identities = sqliteTable(
  "identities",
  { issuer: text("issuer").notNull(), subject: text("subject").notNull(), userId: userId(), linkedAt: time("linked_at").notNull() },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), unique("identities_user_issuer").on(t.userId, t.issuer)],
);

/** How the members of an org sign in; no row: as they like. */
export const signInRules = sqliteTable("sign_in_rules", {
  orgId: orgId()
    .primaryKey()
    .references(() => orgs.id, { onDelete: "cascade" }),
  needsSecondFactor: integer("needs_second_factor", { mode: "boolean" }).notNull(),
  isSsoOnly: integer("is_sso_only", { mode: "boolean" }).notNull(),
  domains: text("domains", { mode: "json" }).$type<string[]>().notNull(),
  claimName: text("claim_name"),
  claimRoles: text("claim_roles", { mode: "json" }).$type<SignInRules["claimRoles"]>().notNull(),
  defaultRole: text("default_role", { enum: MAPPED_ROLES }),
});
