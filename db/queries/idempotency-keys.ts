import { and, eq, lt } from "drizzle-orm";
import type { Executor } from "../client";
import { idempotencyKeys } from "../schema/index";
import type { OrgDb } from "../scoped";

type Row = typeof idempotencyKeys.$inferSelect;
/** Which key of which token it is. */
export type KeyOwner = Pick<Row, "tokenId" | "key">;

const ofOwner = (org: OrgDb, { tokenId, key }: KeyOwner) =>
  and(eq(idempotencyKeys.orgId, org.orgId), eq(idempotencyKeys.tokenId, tokenId), eq(idempotencyKeys.key, key));

/** What is known of a key, or undefined; read it in the transaction that takes it. */
export const selectIdempotencyKey = (tx: Executor, org: OrgDb, owner: KeyOwner): Promise<Row | undefined> =>
  tx.select().from(idempotencyKeys).where(ofOwner(org, owner)).get();

/** Puts the row in the place of what was known of its key. */
export async function replaceIdempotencyKey(tx: Executor, org: OrgDb, row: KeyOwner & Pick<Row, "fingerprint" | "at">): Promise<void> {
  await tx.delete(idempotencyKeys).where(ofOwner(org, row));
  await tx.insert(idempotencyKeys).values({ ...row, orgId: org.orgId });
}

/** Keeps what was answered. */
export const updateIdempotencyKey = (tx: Executor, org: OrgDb, owner: KeyOwner, answer: Pick<Row, "status" | "fields" | "body">) =>
  tx.update(idempotencyKeys).set(answer).where(ofOwner(org, owner));

/** Forgets a key, so that its request can be made again. */
export const deleteIdempotencyKey = (tx: Executor, org: OrgDb, owner: KeyOwner) => tx.delete(idempotencyKeys).where(ofOwner(org, owner));

/** Forgets the keys of all orgs that are older than that. */
export const deleteIdempotencyKeysBefore = (tx: Executor, before: number) => tx.delete(idempotencyKeys).where(lt(idempotencyKeys.at, before));
