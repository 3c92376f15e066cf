"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { GroupRole, OrgRole } from "@/server/domain/ability";
import type { SentInvitation } from "@/server/members/invite";
import type { MadeResetLink } from "@/server/members/reset-link";

/** The roles that `RoleFields` ask for; the procedure checks what they are. */
function rolesOf(form: FormData) {
  const groupRoles = form.getAll("groupRole").map(String);
  return {
    role: String(form.get("role") ?? "") as OrgRole, // safe because the procedure refuses any other text
    groupRoles: form.getAll("groupId").map((id, index) => ({ groupId: String(id), role: (groupRoles[index] ?? "") as GroupRole })), // safe for the same reason
  };
}

/** What came of an invitation: its link, which is shown once, or why there is none. */
export type InviteOutcome = FormOutcome & { sent?: SentInvitation };

export async function inviteAction(org: string, form: FormData): Promise<InviteOutcome> {
  const result = await attempt(async (api) => ({ sent: await api.members.invite({ org, email: String(form.get("email") ?? ""), ...rolesOf(form) }) }));
  if ("sent" in result) revalidatePath(paths.members(org));
  return result;
}

export async function resendAction(org: string, invitationId: string): Promise<InviteOutcome> {
  const result = await attempt(async (api) => ({ sent: await api.members.resendInvitation({ org, invitationId }) }));
  revalidatePath(paths.members(org));
  return result;
}

export async function revokeInvitationAction(org: string, invitationId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.members.revokeInvitation({ org, invitationId }) }));
  revalidatePath(paths.members(org));
  return "done" in result ? {} : result;
}

export async function updateMemberAction(org: string, userId: string, form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => ({ done: await api.members.update({ org, userId, ...rolesOf(form) }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.overview(org), "layout");
  return { isDone: true };
}

/** What came of a link to a new password: the link, which is shown once, or why there is none. */
export type ResetLinkOutcome = FormOutcome & { made?: MadeResetLink };

export const makeResetLinkAction = async (org: string, userId: string): Promise<ResetLinkOutcome> =>
  attempt(async (api) => ({ made: await api.members.makeResetLink({ org, userId }) }));

export async function endMemberSessionsAction(org: string, userId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.members.endSessions({ org, userId }) }));
  return "done" in result ? {} : result;
}

export async function removeMemberAction(org: string, userId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.members.remove({ org, userId }) }));
  revalidatePath(paths.members(org));
  return "done" in result ? {} : result;
}

export async function leaveAction(org: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.members.leave({ org }) }));
  if ("done" in result) redirect(paths.home());
  return result;
}
