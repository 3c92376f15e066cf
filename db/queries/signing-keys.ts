import { and, desc, eq } from "drizzle-orm";
import type { Executor } from "../client";
import { signingKeys } from "../schema/index";
import type { OrgDb } from "../scoped";

/** The public halves of the org's signing keys, newest first. */
export const selectPublicKeys = (org: OrgDb, executor: Executor = org.db.read) =>
  executor
    .select({ id: signingKeys.id, publicPem: signingKeys.publicPem, createdAt: signingKeys.createdAt })
    .from(signingKeys)
    .where(eq(signingKeys.orgId, org.orgId))
    .orderBy(desc(signingKeys.createdAt), desc(signingKeys.id));

/** Adds a signing key. */
export const insertSigningKey = (tx: Executor, org: OrgDb, key: Omit<typeof signingKeys.$inferInsert, "orgId">) =>
  tx.insert(signingKeys).values({ ...key, orgId: org.orgId });

/** Removes a signing key of the org. */
export const deleteSigningKey = (tx: Executor, org: OrgDb, id: string) =>
  tx.delete(signingKeys).where(and(eq(signingKeys.orgId, org.orgId), eq(signingKeys.id, id)));
