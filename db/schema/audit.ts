import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { ACTOR_KINDS } from "../../server/domain/audit-chain";
import { id, orgId, time } from "../columns";
import { orgs } from "./people";

/**
 * What was done, by whom, to what; `server/domain/audit-chain.ts` has the rules of its chain. Written in the mutation's own transaction.
 * `seq`, `previousHash` and `hash` are null in what an earlier release wrote, until the next start has chained it.
 */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: id(),
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    at: time("at").notNull(),
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    target: text("target").notNull(),
    groupId: text("group_id"),
    actorKind: text("actor_kind", { enum: ACTOR_KINDS }).notNull().default("user"),
    actorId: text("actor_id"),
    address: text("address"),
    requestId: text("request_id"),
    // JSON. Plain text here, because the chain's hash is over the very characters.
    before: text("before"),
    after: text("after"),
    seq: integer("seq"),
    previousHash: text("previous_hash"),
    hash: text("hash"),
  },
  (t) => [index("audit_org_at").on(t.orgId, t.at), uniqueIndex("audit_org_seq").on(t.orgId, t.seq)],
);

/** Where each org's chain ends, kept apart from its entries, and after which entry it begins since older ones were let go. */
export const auditHeads = sqliteTable(
  "audit_heads",
  {
    orgId: orgId().references(() => orgs.id, { onDelete: "cascade" }),
    seq: integer("seq").notNull(),
    hash: text("hash").notNull(),
    floorSeq: integer("floor_seq").notNull().default(0),
    floorHash: text("floor_hash").notNull().default(""),
    /** Entries older than so many days are let go. Null: none ever is. */
    keptDays: integer("kept_days"),
  },
  (t) => [primaryKey({ columns: [t.orgId] })],
);
