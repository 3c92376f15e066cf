import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit, type NewAuditEntry } from "../../db/queries/audit";
import { selectMembership, selectMemberships, updateUser } from "../../db/queries/people";
import { deleteSession, deleteSessionById, deleteSessions, insertSession, selectSessionUser, updateSessionSeen } from "../../db/queries/sessions";
import { hasSecondFactor } from "../../db/queries/sign-in";
import { mintOrgDb } from "../../db/scoped";
import { type Deps, getDeps } from "../deps";
import { roleIn } from "../domain/ability";
import type { SecondFactorState, SessionStrength, SignInMethod } from "../domain/sign-in-rules";
import { type Browser, browserAtHand, sessionIdAtHand } from "./browser";

/** How long a session is good after its sign-in, where it does not stay idle for too long before. */
export const SESSION_SECONDS = 7 * 24 * 3600;
/** How long a session waits for the second factor. */
export const DUE_MS = 10 * 60_000;
/** When a session was last seen is noted no more often. */
const SEEN_EVERY_MS = 60_000;

interface Person {
  id: string;
  name: string;
  email: string;
}

/** Who is signed in, and with which session. */
export interface SessionUser extends Person {
  sessionId: string;
  strength: SessionStrength;
}

type Store = Pick<Deps, "db" | "now">;

/**
 * Begins a session of the person and gives its id, which is for the signed cookie alone. `isDue`: it is good for nothing but showing the
 * second factor, which is asked of all who have one, unless the provider says that it asked for its own. The session that the browser had
 * before ends.
 */
export async function beginSession(deps: Store, person: Person, { address, userAgent, session }: Browser, method: SignInMethod, hasProvidersFactor = false) {
  const now = deps.now();
  const id = randomUUID();
  const earlierId = (await session?.()) ?? null;
  const isDue = await deps.db.write(async (tx) => {
    if (earlierId !== null) await deleteSessionById(tx, earlierId);
    const isDue = !hasProvidersFactor && (await hasSecondFactor(tx, person.id));
    const expiresAt = now + (isDue ? DUE_MS : SESSION_SECONDS * 1000);
    const secondFactor: SecondFactorState = isDue ? "due" : hasProvidersFactor ? "shown" : "none";
    const about = { address, userAgent: userAgent.slice(0, 300), method, secondFactor };
    await insertSession(tx, { id, userId: person.id, createdAt: now, expiresAt, lastSeenAt: now, ...about });
    if (!isDue) await noteSignIn(tx, deps, person, address, { by: method, ...(hasProvidersFactor ? { secondFactor: "the provider's" } : {}) });
    return isDue;
  });
  return { sessionId: id, isDue };
}

/** Notes of the person, and in each of its orgs, that it signed in, in the transaction that lets it in. */
export async function noteSignIn(tx: Executor, deps: Store, person: Person, address: string, how: Record<string, string>): Promise<void> {
  await updateUser(tx, person.id, { lastSignInAt: deps.now() });
  const by = { actor: person.name, actorId: person.id, address, requestId: randomUUID() };
  await auditAccount(tx, deps, person.id, { ...by, action: "account.signIn", target: person.email, after: how });
}

/** The person of this session; null where it was ended, is out of date, was idle for a day or owes the second factor. Read at every call, so that an ended session is good for nothing more. */
export async function sessionUser(deps: Store, sessionId: string, address: string): Promise<SessionUser | null> {
  const now = deps.now();
  const found = await selectSessionUser(deps.db, sessionId, now);
  if (!found) return null;
  const { lastSeenAt, method, secondFactor, ...user } = found;
  // That it cannot be noted, as on a full disk, stands in the way of no read.
  if (now - lastSeenAt >= SEEN_EVERY_MS) await deps.db.write((tx) => updateSessionSeen(tx, sessionId, now, address)).catch(() => undefined);
  return { ...user, sessionId, strength: { method, hasShownSecondFactor: secondFactor === "shown" } };
}

/** Whether the session is good still: what waits asks anew. */
export const isSessionGood = async ({ db, now }: Store, sessionId: string): Promise<boolean> => (await selectSessionUser(db, sessionId, now())) !== undefined;

/** Who is signed in; null where nobody is, the user is gone, or the session was ended since. */
export async function currentUser(): Promise<SessionUser | null> {
  const sessionId = await sessionIdAtHand();
  if (sessionId === null) return null;
  return sessionUser(await getDeps(), sessionId, (await browserAtHand()).address);
}

/** Ends one session of the person, as signing out does. */
export const endSession = async (deps: Pick<Deps, "db">, userId: string, sessionId: string): Promise<boolean> =>
  (await deps.db.write((tx) => deleteSession(tx, userId, sessionId))) !== undefined;

/** Ends every session of the person, on every browser. */
export const signOutEverywhere = (deps: Store, user: Person, address: string): Promise<void> =>
  deps.db.write(async (tx) => {
    const sessionsEnded = await deleteSessions(tx, user.id, null);
    const by = { actor: user.name, actorId: user.id, address, requestId: randomUUID() };
    await auditAccount(tx, deps, user.id, { ...by, action: "account.endSessions", target: user.email, after: { sessionsEnded } });
  });

/** Adds an entry to each org of the person, in the transaction of what was done to its account. */
export async function auditAccount(tx: Executor, deps: Store, userId: string, entry: Omit<NewAuditEntry, "id" | "at">): Promise<void> {
  for (const { org } of await selectMemberships({ read: tx }, userId)) {
    await insertAudit(tx, mintOrgDb(deps.db, org.id), { id: randomUUID(), at: deps.now(), ...entry });
  }
}

/** The user's orgs with the role in each and a handle on its rows, read at every call: a removed member loses access at once. */
export async function membershipsOf(deps: Pick<Deps, "db">, userId: string) {
  const memberships = await selectMemberships(deps.db, userId);
  return memberships.map((each) => ({ ...each, orgDb: mintOrgDb(deps.db, each.org.id) }));
}

/**
 * The user's membership in the org of this slug with a handle on its rows; null for foreign and missing alike. `role` is what
 * the user is there: in the group where one is named, else on the org. `entryRules`: what the org asks of a session.
 */
export async function membershipOf(deps: Pick<Deps, "db">, userId: string, slug: string, groupId: string | null) {
  const membership = await selectMembership(deps.db, userId, slug, groupId);
  if (!membership) return null;
  const { org, role, groupRole, needsSecondFactor, isSsoOnly } = membership;
  const entryRules = { needsSecondFactor: needsSecondFactor ?? false, isSsoOnly: isSsoOnly ?? false };
  return { org, role: roleIn(role, groupRole), orgRole: role, entryRules, orgDb: mintOrgDb(deps.db, org.id) };
}
