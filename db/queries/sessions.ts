import { and, desc, eq, gt, lte, ne, or } from "drizzle-orm";
import { SESSION_IDLE_MS } from "../../server/domain/sign-in";
import type { Database, Executor } from "../client";
import { sessions, users } from "../schema/index";

/** Neither out of date nor idle for too long, nor owing a second factor. */
const isGood = (now: number) => and(gt(sessions.expiresAt, now), gt(sessions.lastSeenAt, now - SESSION_IDLE_MS), ne(sessions.secondFactor, "due"));

/** Adds a session, and forgets those of the person that are out of date or were idle for too long. */
export async function insertSession(tx: Executor, session: typeof sessions.$inferInsert): Promise<void> {
  const { userId, createdAt } = session;
  const isOver = or(lte(sessions.expiresAt, createdAt), lte(sessions.lastSeenAt, createdAt - SESSION_IDLE_MS));
  await tx.delete(sessions).where(and(eq(sessions.userId, userId), isOver));
  await tx.insert(sessions).values(session);
}

/** The person of this session, while it is good, and what is known of it. */
export const selectSessionUser = (db: Database, id: string, now: number) =>
  db.read
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      lastSeenAt: sessions.lastSeenAt,
      method: sessions.method,
      secondFactor: sessions.secondFactor,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, id), isGood(now)))
    .get();

/** Notes when the session was last seen, and from where. */
export const updateSessionSeen = (tx: Executor, id: string, lastSeenAt: number, address: string) =>
  tx.update(sessions).set({ lastSeenAt, address }).where(eq(sessions.id, id));

/** The person's newest sessions that are good, the one last seen first. */
export const selectSessions = (db: Database, userId: string, now: number) => {
  const { id, createdAt, expiresAt, lastSeenAt, address, userAgent } = sessions;
  return db.read
    .select({ id, createdAt, expiresAt, lastSeenAt, address, userAgent })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isGood(now)))
    .orderBy(desc(lastSeenAt))
    .limit(100);
};

/** Ends a session of the person, and gives what it was; undefined: there was none. */
export async function deleteSession(tx: Executor, userId: string, id: string) {
  const [ended] = await tx
    .delete(sessions)
    .where(and(eq(sessions.userId, userId), eq(sessions.id, id)))
    .returning({ createdAt: sessions.createdAt, address: sessions.address });
  return ended;
}

/** Ends the session of this id, whoever's it is. */
export const deleteSessionById = (tx: Executor, id: string) => tx.delete(sessions).where(eq(sessions.id, id));

/** Ends every session of the person but the one that is kept, and says how many there were. */
export const deleteSessions = async (tx: Executor, userId: string, keptId: string | null): Promise<number> =>
  (
    await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), keptId === null ? undefined : ne(sessions.id, keptId)))
      .returning({ id: sessions.id })
  ).length;

/** Notes of all sessions of the person that they have shown no second factor, since there is none to show any more. */
export const clearSecondFactorShown = (tx: Executor, userId: string) => tx.update(sessions).set({ secondFactor: "none" }).where(eq(sessions.userId, userId));
