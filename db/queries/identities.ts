import { and, eq } from "drizzle-orm";
import type { Executor } from "../client";
import { identities, users } from "../schema/index";

/** Whom a provider knows: by its own id of the person, which stays when the address changes. */
export interface Identity {
  issuer: string;
  subject: string;
}

/** The person that this identity was linked to. */
export const selectUserByIdentity = (executor: Executor, { issuer, subject }: Identity) =>
  executor
    .select({ id: users.id, name: users.name, email: users.email })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
    .get();

/** Whether the person is linked to anybody of this issuer. */
export const hasIdentityOf = async (executor: Executor, userId: string, issuer: string): Promise<boolean> =>
  (await executor
    .select()
    .from(identities)
    .where(and(eq(identities.userId, userId), eq(identities.issuer, issuer)))
    .get()) !== undefined;

/** Links an identity to a person. */
export const insertIdentity = (tx: Executor, row: typeof identities.$inferInsert) => tx.insert(identities).values(row);

/** Takes every identity of the person away: the next sign-in by a provider links one anew. */
export const deleteIdentities = (tx: Executor, userId: string) => tx.delete(identities).where(eq(identities.userId, userId));
