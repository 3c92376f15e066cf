"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export async function addSigningKeyAction(org: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.signingKeys.add({ org }) }));
  revalidatePath(paths.signingKeys(org));
  return "done" in result ? {} : result;
}

export async function removeSigningKeyAction(org: string, keyId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.signingKeys.remove({ org, keyId }) }));
  revalidatePath(paths.signingKeys(org));
  return "done" in result ? {} : result;
}
