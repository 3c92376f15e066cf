"use server";
import type { FormOutcome } from "../_shared/use-form";
import { attempt } from "../_trpc/server";

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "");
const passwordAndCode = (form: FormData) => ({ password: textOf(form, "password"), code: textOf(form, "code") });

export const beginSecondFactorAction = async (form: FormData) =>
  attempt(async (api) => ({ begun: await api.account.beginSecondFactor({ password: textOf(form, "password") }) }));

export const confirmSecondFactorAction = async (form: FormData) =>
  attempt(async (api) => ({ codes: (await api.account.confirmSecondFactor({ code: textOf(form, "code") })).recoveryCodes }));

export const renewRecoveryCodesAction = async (form: FormData) =>
  attempt(async (api) => ({ codes: (await api.account.renewRecoveryCodes(passwordAndCode(form))).recoveryCodes }));

export async function removeSecondFactorAction(form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => ({ done: await api.account.removeSecondFactor(passwordAndCode(form)) }));
  return "done" in result ? { isDone: true } : result;
}
