"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import { savedResult } from "../saved-result";

interface At {
  org: string;
  groupId: string;
}

/** Takes back one step of the draft, as a step of its own. */
export async function undoAction(at: At, revision: number): Promise<FormResult> {
  const result = await attempt((api) => api.drafts.undo({ ...at, revision }));
  revalidatePath(paths.configuration(at.org, at.groupId), "layout");
  return "ok" in result ? savedResult(result, "Later steps changed the same", "Undo those first.") : result;
}

/** Makes the draft what is live. */
export async function discardAction(at: At, revision: number): Promise<FormResult> {
  const result = await attempt((api) => api.drafts.discard({ ...at, revision }));
  revalidatePath(paths.configuration(at.org, at.groupId), "layout");
  return "ok" in result ? savedResult(result) : result;
}
