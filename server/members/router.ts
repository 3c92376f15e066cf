import { z } from "zod";
import { InvitedEmail, MemberRoles } from "../domain/member";
import { orgProcedure, router } from "../trpc/init";
import { leaveOrg, removeMember, updateMember } from "./change";
import { endMemberSessions } from "./end-sessions";
import { inviteMember, resendInvitation, revokeInvitation } from "./invite";
import { listInvitations, listMembers } from "./list";
import { makeResetLink } from "./reset-link";

const MemberInput = z.object({ userId: z.uuid() });
const InvitationInput = z.object({ invitationId: z.uuid() });

/** Who belongs to the org, and who is invited. How an invited person joins is in `server/auth/invitation.ts`. */
export const membersRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => listMembers(ctx)),
  update: orgProcedure("member.write")
    .input(MemberInput)
    .input(MemberRoles)
    .mutation(({ ctx, input: { userId, role, groupRoles } }) => updateMember(ctx, userId, { role, groupRoles })),
  remove: orgProcedure("member.write")
    .input(MemberInput)
    .mutation(({ ctx, input }) => removeMember(ctx, input.userId)),
  makeResetLink: orgProcedure("member.write")
    .input(MemberInput)
    .mutation(({ ctx, input }) => makeResetLink(ctx, input.userId)),
  endSessions: orgProcedure("member.write")
    .input(MemberInput)
    .mutation(({ ctx, input }) => endMemberSessions(ctx, input.userId)),
  leave: orgProcedure("org.read").mutation(({ ctx }) => leaveOrg(ctx)),
  invite: orgProcedure("member.write")
    .input(InvitedEmail)
    .input(MemberRoles)
    .mutation(({ ctx, input: { email, role, groupRoles } }) => inviteMember(ctx, email, { role, groupRoles })),
  listInvitations: orgProcedure("member.write").query(({ ctx }) => listInvitations(ctx)),
  resendInvitation: orgProcedure("member.write")
    .input(InvitationInput)
    .mutation(({ ctx, input }) => resendInvitation(ctx, input.invitationId)),
  revokeInvitation: orgProcedure("member.write")
    .input(InvitationInput)
    .mutation(({ ctx, input }) => revokeInvitation(ctx, input.invitationId)),
});
