"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { PageAct } from "./act-words";

interface At {
  org: string;
  groupId: string;
}

interface Given {
  rolloutId: string;
  /** As it was seen. */
  revision: number;
  freezeOverride?: { reason: string };
}

/** Does to a rollout, as it was seen, what a person asks. */
export async function actAction(at: At, act: PageAct, given: Given): Promise<FormResult> {
  const result = await attempt((api) => api.rollouts[act]({ ...at, ...given }));
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  if (!("ok" in result)) return result;
  return result.ok ? {} : { error: "Nothing was done: a freeze holds it, as said above." };
}
