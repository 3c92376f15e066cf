"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import { readLabels } from "@/server/domain/labels";

const fieldsOf = (form: FormData) => ({
  name: String(form.get("name") ?? ""),
  description: String(form.get("description") ?? ""),
  labels: readLabels(String(form.get("labels") ?? "")),
  pollIntervalSeconds: Number(form.get("pollIntervalSeconds")),
  keptVersions: Number(form.get("keptVersions")),
  healsDrift: form.get("healsDrift") !== "report",
  archiveAfterDays: form.get("archiveAfterDays") ? Number(form.get("archiveAfterDays")) : null,
});

export async function createGroupAction(org: string, form: FormData): Promise<FormResult> {
  const result = await attempt(async (api) => api.runtimeGroups.create({ org, ...fieldsOf(form) }));
  if ("id" in result) redirect(paths.group(org, result.id));
  return result;
}

/** Gives the settings as they were saved; what others saved meanwhile is read anew where they are refused. */
export async function updateGroupAction(org: string, groupId: string, seenUpdatedAt: number, form: FormData) {
  const fields = fieldsOf(form);
  const result = await attempt((api) => api.runtimeGroups.update({ org, groupId, seenUpdatedAt, ...fields }));
  revalidatePath(paths.group(org, groupId), "layout");
  return "updatedAt" in result ? { saved: { ...fields, updatedAt: result.updatedAt } } : result;
}

export async function deleteGroupAction(org: string, groupId: string, form: FormData): Promise<FormResult> {
  const result = await attempt((api) => api.runtimeGroups.delete({ org, groupId, confirmName: String(form.get("confirmName") ?? "") }));
  if ("orphaned" in result) redirect(paths.groups(org));
  return result;
}

export async function revokeTokenAction(org: string, groupId: string, tokenId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.enrollmentTokens.revoke({ org, groupId, tokenId }) }));
  revalidatePath(paths.groupSettings(org, groupId));
  return "done" in result ? {} : result;
}
