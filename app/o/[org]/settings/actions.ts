"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function keepActivityAction(org: string, form: FormData): Promise<FormOutcome> {
  const given = String(form.get("keptDays") ?? "");
  const result = await attempt(async (api) => ({ done: await api.activity.keep({ org, keptDays: given === "" ? null : Number(given) }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.orgSettings(org));
  return { isDone: true };
}

export async function updateOrgAction(org: string, form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => ({ done: await api.org.update({ org, name: String(form.get("name") ?? "") }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.overview(org), "layout");
  return { isDone: true };
}
