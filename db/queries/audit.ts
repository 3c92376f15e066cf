import { and, count, desc, eq, gte, inArray, lt, notInArray, or, sql } from "drizzle-orm";
import type { AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { actionsInWords, type Outcome, REFUSED_ACTIONS } from "../../server/domain/action-text";
import type { Actor, ActorKind, AuditFacts } from "../../server/domain/audit-chain";
import type { Executor } from "../client";
import { auditEntries } from "../schema/index";
import type { OrgDb } from "../scoped";
import { deleteOldEntries, linkAfter, selectChainHead, upsertChainHead } from "./audit-chain";

const DAY_MS = 24 * 60 * 60_000;
const MOST_LET_GO = 200;

/** The fields that an act changed, as they were or became. */
type Fields = Readonly<Record<string, unknown>>;

/** What a caller tells of an act. What it leaves out is not known, and a person acts unless it is said. `before` and `after` must hold no secret. */
export interface NewAuditEntry extends Partial<Actor> {
  id: string;
  at: number;
  actor: string;
  action: string;
  target: string;
  groupId?: string;
  before?: Fields;
  after?: Fields;
}

const jsonOf = (fields: Fields | undefined): string | null => (fields === undefined ? null : JSON.stringify(fields));

/** Adds an entry at the end of the org's chain, inside the mutation's own transaction: writes come one at a time, so that no two take one place. */
export async function insertAudit(tx: Executor, { orgId }: OrgDb, { before, after, ...told }: NewAuditEntry): Promise<void> {
  const unknown = { actorKind: "user", actorId: null, address: null, requestId: null, groupId: null } as const;
  const facts: AuditFacts = { ...unknown, ...told, before: jsonOf(before), after: jsonOf(after) };
  const { keptDays, ...previous } = await selectChainHead(tx, orgId);
  const link = linkAfter(previous, orgId, facts);
  await tx.insert(auditEntries).values({ ...facts, ...link, orgId });
  await upsertChainHead(tx, orgId, link);
  // Here, because nothing else comes by so surely; a few at a time, so that no act waits for it.
  if (keptDays !== null) await deleteOldEntries(tx, orgId, facts.at - keptDays * DAY_MS, MOST_LET_GO);
}

/**
 * What of the audit trail is asked for; what is absent or empty filters nothing. `text` is looked for in who, action (its words too),
 * target, address and request, or is an entry's number as in "#12"; `since` and `until` (not included) are times.
 */
export interface AuditFilter {
  groupId?: string;
  text?: string;
  actorKind?: ActorKind;
  outcome?: Outcome;
  since?: number;
  until?: number;
  /** Only entries before this one of the chain. */
  before?: number;
}

const containing = (column: AnySQLiteColumn, text: string) => sql`instr(lower(${column}), ${text.toLowerCase()}) > 0`;

const matching = (org: OrgDb, { groupId, text, actorKind, outcome, since, until, before }: AuditFilter) =>
  and(
    eq(auditEntries.orgId, org.orgId),
    groupId === undefined ? undefined : eq(auditEntries.groupId, groupId),
    actorKind === undefined ? undefined : eq(auditEntries.actorKind, actorKind),
    outcome === undefined ? undefined : (outcome === "refused" ? inArray : notInArray)(auditEntries.action, [...REFUSED_ACTIONS]),
    since === undefined ? undefined : gte(auditEntries.at, since),
    until === undefined ? undefined : lt(auditEntries.at, until),
    before === undefined ? undefined : lt(auditEntries.seq, before),
    text
      ? or(
          containing(auditEntries.actor, text),
          containing(auditEntries.action, text),
          containing(auditEntries.target, text),
          eq(sql`'#' || ${auditEntries.seq}`, text),
          eq(auditEntries.address, text),
          eq(auditEntries.requestId, text),
          inArray(auditEntries.action, actionsInWords(text)),
        )
      : undefined,
  );

/** The org's audit rows that match, newest first. */
export const selectAudit = (org: OrgDb, filter: AuditFilter, limit: number, offset = 0) =>
  org.db.read
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actor: auditEntries.actor,
      action: auditEntries.action,
      target: auditEntries.target,
      groupId: auditEntries.groupId,
      actorKind: auditEntries.actorKind,
      actorId: auditEntries.actorId,
      address: auditEntries.address,
      requestId: auditEntries.requestId,
      before: auditEntries.before,
      after: auditEntries.after,
      seq: auditEntries.seq,
    })
    .from(auditEntries)
    .where(matching(org, filter))
    .orderBy(desc(auditEntries.seq))
    .limit(limit)
    .offset(offset);

/** How many of the org's audit rows match. */
export const countAudit = async (org: OrgDb, filter: AuditFilter): Promise<number> =>
  (await org.db.read.select({ n: count() }).from(auditEntries).where(matching(org, filter)).get())?.n ?? 0;
