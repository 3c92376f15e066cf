import { createHash } from "node:crypto";
import { and, asc, count, eq, gt, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { type AuditFacts, CHAIN_START, chainedText, type ChainPlace, type FoundEntry } from "../../server/domain/audit-chain";
import type { Database, Executor } from "../client";
import { auditEntries, auditHeads, orgs } from "../schema/index";

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The chain's end, and for how many days the org keeps its entries; null: for ever. */
export interface ChainHead extends ChainPlace {
  keptDays: number | null;
}

/** Where the org's chain ends; before its first entry, its start. */
export async function selectChainHead(tx: Executor, orgId: string): Promise<ChainHead> {
  const { seq, hash, keptDays } = auditHeads;
  const head = await tx.select({ seq, hash, keptDays }).from(auditHeads).where(eq(auditHeads.orgId, orgId)).get();
  return head ?? { ...CHAIN_START, keptDays: null };
}

/** Sets for how many days the org keeps its entries; it has one at the least. */
export const updateKeptDays = (tx: Executor, orgId: string, keptDays: number | null) =>
  tx.update(auditHeads).set({ keptDays }).where(eq(auditHeads.orgId, orgId));

/**
 * Lets the oldest entries go that were written before a time, so many at once, and notes the place after which the chain begins then.
 * The newest entry stays.
 */
export async function deleteOldEntries(tx: Executor, orgId: string, before: number, limit: number): Promise<void> {
  const ofOrg = eq(auditEntries.orgId, orgId);
  const oldest = await tx
    .select({ seq: auditEntries.seq, hash: auditEntries.hash, at: auditEntries.at })
    .from(auditEntries)
    .where(and(ofOrg, isNotNull(auditEntries.seq)))
    .orderBy(asc(auditEntries.seq))
    .limit(limit + 1);
  // Clocks of several processes may differ a little, so that the times of a chain do not rise all the way.
  const firstKept = oldest.findIndex(({ at }) => at >= before);
  const last = oldest[(firstKept < 0 ? oldest.length - 1 : firstKept) - 1];
  if (!last || last.seq === null || last.hash === null) return;
  await tx.delete(auditEntries).where(and(ofOrg, lte(auditEntries.seq, last.seq)));
  await tx.update(auditHeads).set({ floorSeq: last.seq, floorHash: last.hash }).where(eq(auditHeads.orgId, orgId));
}

/** Moves the chain's end to its newest entry. */
export async function upsertChainHead(tx: Executor, orgId: string, { seq, hash }: ChainPlace): Promise<void> {
  await tx.insert(auditHeads).values({ orgId, seq, hash }).onConflictDoUpdate({ target: auditHeads.orgId, set: { seq, hash } });
}

/** What ties an entry to the chain's end. */
export function linkAfter(previous: ChainPlace, orgId: string, facts: AuditFacts): ChainPlace & { previousHash: string } {
  const seq = previous.seq + 1;
  return { seq, previousHash: previous.hash, hash: hashOf(chainedText(orgId, seq, previous.hash, facts)) };
}

/** Every org's chain: its name, its end, and the place after which it begins. For whoever proves all of them. */
export const selectChains = (db: Database) =>
  db.read
    .select({ orgId: orgs.id, slug: orgs.slug, seq: auditHeads.seq, hash: auditHeads.hash, floorSeq: auditHeads.floorSeq, floorHash: auditHeads.floorHash })
    .from(orgs)
    .leftJoin(auditHeads, eq(auditHeads.orgId, orgs.id))
    .orderBy(asc(orgs.slug));

/** The chain's entries past a number, up to another, in order, each with the hash that its facts have now. */
export async function selectChainPart(
  db: Database,
  orgId: string,
  { afterSeq, upToSeq, limit }: { afterSeq: number; upToSeq: number; limit: number },
): Promise<FoundEntry[]> {
  const rows = await db.read
    .select()
    .from(auditEntries)
    .where(and(eq(auditEntries.orgId, orgId), gt(auditEntries.seq, afterSeq), lte(auditEntries.seq, upToSeq)))
    .orderBy(asc(auditEntries.seq))
    .limit(limit);
  return rows.map((row) => {
    const [seq, previousHash, hash] = [row.seq ?? 0, row.previousHash ?? "", row.hash ?? ""];
    return { seq, previousHash, hash, actualHash: hashOf(chainedText(orgId, seq, previousHash, row)) };
  });
}

/** How many of the org's entries stand outside its chain: without a number, before its beginning, or past its end. */
export async function countUnchained(db: Database, orgId: string): Promise<number> {
  const ofHead = (place: typeof auditHeads.seq | typeof auditHeads.floorSeq) =>
    sql`coalesce((SELECT ${place} FROM ${auditHeads} WHERE ${auditHeads.orgId} = ${orgId}), 0)`;
  const isOutside = or(isNull(auditEntries.seq), lte(auditEntries.seq, ofHead(auditHeads.floorSeq)), gt(auditEntries.seq, ofHead(auditHeads.seq)));
  return (
    (
      await db.read
        .select({ n: count() })
        .from(auditEntries)
        .where(and(eq(auditEntries.orgId, orgId), isOutside))
        .get()
    )?.n ?? 0
  );
}

/** Chains the oldest entries that an earlier release wrote, of any org, so many at once; tells how many they were. */
export async function chainOldEntries(tx: Executor, limit: number): Promise<number> {
  const rows = await tx
    .select()
    .from(auditEntries)
    .where(isNull(auditEntries.seq))
    .orderBy(asc(auditEntries.at), asc(sql`rowid`))
    .limit(limit);
  for (const row of rows) {
    const link = linkAfter(await selectChainHead(tx, row.orgId), row.orgId, row);
    await tx.update(auditEntries).set(link).where(eq(auditEntries.id, row.id));
    await upsertChainHead(tx, row.orgId, link);
  }
  return rows.length;
}
