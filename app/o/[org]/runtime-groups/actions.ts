"use server";
import { redirect } from "next/navigation";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function createGroupAction(org: string, _: FormResult, form: FormData): Promise<FormResult> {
  const result = await attempt((api) => api.runtimeGroups.create({ org, name: String(form.get("name") ?? ""), description: String(form.get("description") ?? ""), labels: {} }));
  if ("id" in result) redirect(paths.group(org, result.id));
  return result;
}

export async function deleteGroupAction(org: string, groupId: string, _: FormResult, form: FormData): Promise<FormResult> {
  const result = await attempt((api) => api.runtimeGroups.delete({ org, groupId, confirmName: String(form.get("confirmName") ?? "") }));
  if ("orphaned" in result) redirect(paths.groups(org));
  return result;
}
