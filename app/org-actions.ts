"use server";
import { redirect } from "next/navigation";
import { attempt, type FormResult } from "./_trpc/server";
import { paths } from "./paths";

/** Creates an org of the signed-in user and goes there. */
export async function createOrgAction(form: FormData): Promise<FormResult> {
  const result = await attempt((api) => api.org.create({ name: String(form.get("name") ?? "") }));
  if ("slug" in result) redirect(paths.overview(result.slug));
  return result;
}
