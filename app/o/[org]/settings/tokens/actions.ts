"use server";
import { revalidatePath } from "next/cache";
import type { TokenOutcome } from "@/app/_shared/new-token";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import { tokenChoices } from "../token-choices";

export async function createTokenAction(org: string, form: FormData): Promise<TokenOutcome> {
  const result = await attempt(async (api) => ({ made: await api.accessTokens.create({ org, ...tokenChoices(form) }) }));
  if ("made" in result) revalidatePath(paths.accessTokens(org));
  return result;
}

export async function revokeTokenAction(org: string, tokenId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.accessTokens.revoke({ org, tokenId }) }));
  revalidatePath(paths.orgSettings(org), "layout");
  return "done" in result ? {} : result;
}

export async function setLimitAction(org: string, form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => ({ done: await api.accessTokens.setLimit({ org, longestDays: Number(form.get("longestDays")) }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.accessTokens(org));
  return { isDone: true };
}
