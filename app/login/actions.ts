"use server";
import { redirect } from "next/navigation";
import { after } from "next/server";
import { SignInRefused } from "@/server/auth/auth-config";
import { browserAtHand, keepDevice, keepSession, sessionIdAtHand } from "@/server/auth/browser";
import { signIn, signOut } from "@/server/auth/next-auth";
import { askForReset } from "@/server/auth/password-reset";
import { showSecondFactor } from "@/server/auth/second-factor";
import { currentUser, SESSION_SECONDS, signOutEverywhere } from "@/server/auth/session";
import { getDeps } from "@/server/deps";
import { Code } from "@/server/domain/second-factor";
import { ResetWish, safeNextPath, SignInInput } from "@/server/domain/sign-in";
import type { FormOutcome } from "../_shared/use-form";
import { orRefusal } from "../_trpc/server";
import { withoutCause } from "../_trpc/unknown-error";
import { paths } from "../paths";

export interface SignInState {
  error?: string;
}

const isRefused = (error: unknown) => error instanceof SignInRefused;

/** Signs in as far as the second factor, or gives the refusal's words. */
export async function signInAction(form: FormData): Promise<SignInState> {
  const input = SignInInput.safeParse({ email: form.get("email"), password: form.get("password") });
  if (!input.success) return { error: input.error.issues[0]?.message };
  try {
    await withoutCause("sign-in", () => signIn("credentials", { ...input.data, redirect: false }), isRefused);
  } catch (error) {
    if (error instanceof SignInRefused) return { error: error.refusal };
    throw error;
  }
  redirect(safeNextPath(String(form.get("next") ?? "")));
}

/** Makes the sign-in that owes the second factor a whole one, by a code. */
export async function showCodeAction(form: FormData): Promise<FormOutcome> {
  const code = Code.safeParse(form.get("code"));
  const sessionId = await sessionIdAtHand();
  if (!code.success) return { error: code.error.issues[0]?.message, field: "code" };
  if (sessionId === null) redirect(paths.login());
  const person = await orRefusal(async () => showSecondFactor(await getDeps(), sessionId, code.data, await browserAtHand()));
  if (!("email" in person)) return person;
  await keepSession(person.id, person.sessionId, SESSION_SECONDS);
  await keepDevice(person.email);
  redirect(safeNextPath(String(form.get("next") ?? "")));
}

/** Takes the wish for a link to a new password; what comes of it is done after the answer, which is the same for every address. */
export async function askForResetAction(form: FormData): Promise<FormOutcome> {
  const wish = ResetWish.safeParse({ email: form.get("email") });
  if (!wish.success) return { error: wish.error.issues[0]?.message, field: "email" };
  const { address } = await browserAtHand();
  const taken = await orRefusal(async () => ({ mailIt: await askForReset(await getDeps(), { email: wish.data.email, address }) }));
  if (!("mailIt" in taken)) return taken;
  after(taken.mailIt);
  return { isDone: true };
}

/** Leads to a provider, and from there back to the page that was wanted. */
export async function signInWithAction(form: FormData): Promise<void> {
  const provider = form.get("provider") === "github" ? "github" : "oidc";
  await withoutCause("sign-in", () => signIn(provider, { redirectTo: safeNextPath(String(form.get("next") ?? "")) }));
}

/** Ends this browser's session. The page then loads the sign-in afresh, so that nothing of the user stays in the tab. */
export async function signOutAction(): Promise<void> {
  await withoutCause("sign-out", () => signOut({ redirect: false }));
}

/** Ends every session of the user, this browser's too. */
export async function signOutEverywhereAction(): Promise<void> {
  await withoutCause("sign-out", async () => {
    const user = await currentUser();
    if (user) await signOutEverywhere(await getDeps(), user, (await browserAtHand()).address);
    await signOut({ redirect: false });
  });
}
