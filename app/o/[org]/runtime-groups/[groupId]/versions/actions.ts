"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { RollBackInput } from "@/server/domain/config-version";
import type { Published } from "@/server/domain/published";
import { savedResult } from "../configuration/saved-result";

interface At {
  org: string;
  groupId: string;
}

/** Publishes an older version's content as the next version. An empty message lets the server write one. */
export async function rollBackAction(at: At, number: number, { message, ...terms }: Omit<RollBackInput, "number">): Promise<Published | FormResult> {
  const result = await attempt((api) => api.configVersions.rollBack({ ...at, number, ...terms, ...(message && { message }) }));
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return result;
}

/** Makes the draft what a version holds. */
export async function restoreAsDraftAction(at: At, number: number): Promise<FormResult> {
  const result = await attempt((api) => api.configVersions.restoreAsDraft({ ...at, number }));
  revalidatePath(paths.configuration(at.org, at.groupId), "layout");
  return "ok" in result ? savedResult(result) : result;
}

/** Puts these tags on a version, in place of those it has. */
export async function setTagsAction(at: At, number: number, tags: string[]): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.configVersions.setTags({ ...at, number, tags }) }));
  revalidatePath(paths.versions(at.org, at.groupId), "layout");
  return "done" in result ? {} : result;
}
