"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function updateAccountAction(org: string, form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => ({ done: await api.account.update({ name: String(form.get("name") ?? "") }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.overview(org), "layout");
  return { isDone: true };
}

export async function changePasswordAction(org: string, form: FormData): Promise<FormOutcome> {
  const given = { current: String(form.get("current") ?? ""), next: String(form.get("next") ?? "") };
  const result = await attempt(async (api) => ({ done: await api.account.changePassword(given) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.account(org));
  return { isDone: true };
}

export async function endSessionAction(org: string, sessionId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.account.endSession({ sessionId }) }));
  revalidatePath(paths.account(org));
  return "done" in result ? {} : result;
}
