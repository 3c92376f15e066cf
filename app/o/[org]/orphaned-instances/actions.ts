"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function deleteOrphanedAction(at: { org: string; instanceId: string }): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.instances.deleteOrphaned(at) }));
  revalidatePath(paths.orphans(at.org));
  return "done" in result ? {} : result;
}

export async function deleteOrphansOfGroupAction(at: { org: string; deletedGroupId: string }): Promise<FormResult> {
  const result = await attempt((api) => api.instances.deleteOrphansOfGroup(at));
  revalidatePath(paths.orphans(at.org));
  return "deleted" in result ? {} : result;
}
