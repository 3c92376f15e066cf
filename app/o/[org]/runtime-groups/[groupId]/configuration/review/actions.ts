"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import { isError } from "@/server/domain/config-document/finding";
import type { RebaseInput } from "@/server/domain/draft";
import { savedResult } from "../saved-result";

interface At {
  org: string;
  groupId: string;
}

/** Brings the draft up to what is live, as it was seen. `errors`: how many things do not hold together now. */
export async function rebaseAction(at: At, seen: RebaseInput): Promise<FormResult & { errors?: number }> {
  const result = await attempt((api) => api.drafts.rebase({ ...at, ...seen }));
  revalidatePath(paths.configuration(at.org, at.groupId), "layout");
  if (!("ok" in result)) return result;
  return result.ok ? { errors: result.findings.filter(isError).length } : savedResult(result);
}
