"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import { savedResult } from "../saved-result";

interface At {
  org: string;
  groupId: string;
}

/** Brings the draft up to what is live; of entities that both changed, those in `keep` stay as drafted. */
export async function rebaseAction(at: At, revision: number, keep: { kind: string; id: string }[]): Promise<FormResult> {
  const result = await attempt((api) => api.drafts.rebase({ ...at, revision, keep }));
  revalidatePath(paths.configuration(at.org, at.groupId), "layout");
  return "ok" in result ? savedResult(result) : result;
}
