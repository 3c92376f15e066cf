import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { deleteSessions } from "../../db/queries/sessions";
import { errorNames } from "../domain/error-names";
import { sessionsEndedMail } from "../domain/member";
import type { OrgContext } from "../trpc/init";
import { requireMember, requireRights } from "./rights";

/**
 * Ends every session of the member, and tells it by mail where that is set up. A session is of no org: it ends for the others that the member belongs
 * to as well, which costs it a sign-in and nothing else; who cannot wait for a leaked one to end does not have to. Throws as `updateMember` does.
 */
export async function endMemberSessions(ctx: OrgContext, userId: string): Promise<{ ended: number }> {
  const { deps, org, user, by, membership } = ctx;
  const { email, ended } = await org.db.write(async (tx) => {
    const member = await requireMember(tx, ctx, userId);
    await requireRights(tx, ctx, member.role);
    const ended = await deleteSessions(tx, userId, null);
    const entry = { id: randomUUID(), at: deps.now(), ...by, action: "member.endSessions", target: member.name, before: { sessions: ended } };
    await insertAudit(tx, org, { ...entry, after: { sessions: 0 } });
    return { email: member.email, ended };
  });
  // They have ended by now: that it could not be told fails nothing.
  const mail = { to: email, ...sessionsEndedMail({ orgName: membership.org.name, endedBy: user.name }) };
  await deps.sendMail?.(mail).catch((error: unknown) => console.error(`mail of ended sessions: ${errorNames(error)}`));
  return { ended };
}
