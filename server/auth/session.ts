import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { selectMembership, selectMemberships } from "../../db/queries/people";
import { deleteSession, deleteSessions, insertSession, selectSessionUser, updateSessionSeen } from "../../db/queries/sessions";
import { mintOrgDb } from "../../db/scoped";
import { type Deps, getDeps } from "../deps";
import { roleIn } from "../domain/ability";
import type { Actor } from "../domain/audit-chain";

/** How long a session is good after its sign-in. */
export const SESSION_SECONDS = 7 * 24 * 3600;
/** When a session was last seen is noted no more often. */
const SEEN_EVERY_MS = 60_000;

const SessionClaims = z.object({ sessionId: z.string() });

/** Who is signed in, and with which session. */
export interface SessionUser {
  id: string;
  name: string;
  email: string;
  sessionId: string;
}

interface Browser {
  address: string;
  userAgent: string;
}

/** Begins a session of the person and gives its id, which is for the signed cookie alone. */
export async function createSession(deps: Pick<Deps, "db" | "now">, userId: string, { address, userAgent }: Browser): Promise<string> {
  const now = deps.now();
  const id = randomUUID();
  const row = { id, userId, createdAt: now, expiresAt: now + SESSION_SECONDS * 1000, lastSeenAt: now, address, userAgent: userAgent.slice(0, 300) };
  await deps.db.write((tx) => insertSession(tx, row));
  return id;
}

/** The person of this session; null where it was ended or is out of date. Read at every call, so that an ended session is good for nothing more. */
export async function sessionUser(deps: Pick<Deps, "db" | "now">, sessionId: string, address: string): Promise<SessionUser | null> {
  const now = deps.now();
  const found = await selectSessionUser(deps.db, sessionId, now);
  if (!found) return null;
  const { lastSeenAt, ...user } = found;
  // That it cannot be noted, as on a full disk, stands in the way of no read.
  if (now - lastSeenAt >= SEEN_EVERY_MS) await deps.db.write((tx) => updateSessionSeen(tx, sessionId, now, address)).catch(() => undefined);
  return { ...user, sessionId };
}

/** From where a browser asks, and what it calls itself. */
export function browserOf(headers: Pick<Headers, "get">): Browser {
  return { address: headers.get("x-forwarded-for") ?? "unknown", userAgent: headers.get("user-agent") ?? "" };
}

/** Who is signed in; null where nobody is, the user is gone, or the session was ended since. */
export async function currentUser(): Promise<SessionUser | null> {
  // Loaded late, because next-auth imports parts of Next that exist only while Next serves.
  const [{ auth }, { headers }] = await Promise.all([import("./next-auth"), import("next/headers")]);
  const claims = SessionClaims.safeParse(await auth());
  if (!claims.success) return null;
  return sessionUser(await getDeps(), claims.data.sessionId, browserOf(await headers()).address);
}

/** Ends one session of the person, as signing out does. */
export const endSession = (deps: Pick<Deps, "db">, userId: string, sessionId: string): Promise<boolean> =>
  deps.db.write((tx) => deleteSession(tx, userId, sessionId));

/** Ends every session of the person, on every browser. */
export const signOutEverywhere = (deps: Deps, user: Pick<SessionUser, "id" | "name" | "email">, address: string): Promise<void> =>
  deps.db.write(async (tx) => {
    await deleteSessions(tx, user.id, null);
    await auditAccount(tx, deps, { actor: user.name, actorId: user.id, address }, { action: "account.endSessions", target: user.email });
  });

/** Adds an audit row to each org of the person who acts, in the transaction of what it did to its own account. */
export async function auditAccount(
  tx: Executor,
  deps: Deps,
  by: Partial<Actor> & { actor: string; actorId: string },
  did: { action: string; target: string },
): Promise<void> {
  for (const { orgDb } of await membershipsOf(deps, by.actorId)) {
    await insertAudit(tx, orgDb, { id: randomUUID(), at: deps.now(), ...by, ...did });
  }
}

/** The user's orgs with the role in each and a handle on its rows, read at every call: a removed member loses access at once. */
export async function membershipsOf(deps: Deps, userId: string) {
  const memberships = await selectMemberships(deps.db, userId);
  return memberships.map((each) => ({ ...each, orgDb: mintOrgDb(deps.db, each.org.id) }));
}

/**
 * The user's membership in the org of this slug with a handle on its rows; null for foreign and missing alike. `role` is what
 * the user is there: in the group where one is named, else on the org.
 */
export async function membershipOf(deps: Deps, userId: string, slug: string, groupId: string | null) {
  const membership = await selectMembership(deps.db, userId, slug, groupId);
  if (!membership) return null;
  const { org, role, groupRole } = membership;
  return { org, role: roleIn(role, groupRole), orgRole: role, orgDb: mintOrgDb(deps.db, org.id) };
}
