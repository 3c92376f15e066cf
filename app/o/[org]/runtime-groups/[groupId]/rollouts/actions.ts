"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { PageAct } from "./act-words";

interface At {
  org: string;
  groupId: string;
}

/** Does to a rollout, as it was seen, what a person asks. */
export async function actAction(at: At, act: PageAct, seen: { rolloutId: string; revision: number }): Promise<FormResult> {
  const result = await attempt((api) => api.rollouts[act]({ ...at, ...seen }));
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return "ok" in result ? {} : result;
}
