"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function publishAgainAction(at: { org: string; groupId: string }, number: number): Promise<FormResult> {
  const result = await attempt((api) => api.configVersions.rollBack({ ...at, number }));
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return "number" in result ? {} : result;
}
