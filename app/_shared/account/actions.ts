"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function updateAccountAction(form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => ({ done: await api.account.update({ name: String(form.get("name") ?? "") }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.home(), "layout");
  return { isDone: true };
}

export async function changePasswordAction(form: FormData): Promise<FormOutcome> {
  const given = { current: String(form.get("current") ?? ""), next: String(form.get("next") ?? "") };
  const result = await attempt(async (api) => ({ done: await api.account.changePassword(given) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.home(), "layout");
  return { isDone: true };
}

export async function endSessionAction(sessionId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.account.endSession({ sessionId }) }));
  revalidatePath(paths.home(), "layout");
  return "done" in result ? {} : result;
}
