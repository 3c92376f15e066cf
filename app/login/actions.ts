"use server";
import { redirect } from "next/navigation";
import { SignInRefused } from "@/server/auth/auth-config";
import { browserAtHand } from "@/server/auth/browser";
import { signIn, signOut } from "@/server/auth/next-auth";
import { currentUser, signOutEverywhere } from "@/server/auth/session";
import { getDeps } from "@/server/deps";
import { safeNextPath, SignInInput } from "@/server/domain/sign-in";

export interface SignInState {
  error?: string;
}

/** Signs in, or gives the refusal's words. */
export async function signInAction(form: FormData): Promise<SignInState> {
  const input = SignInInput.safeParse({ email: form.get("email"), password: form.get("password") });
  if (!input.success) return { error: input.error.issues[0]?.message };
  try {
    await signIn("credentials", { ...input.data, redirect: false });
  } catch (error) {
    if (error instanceof SignInRefused) return { error: error.refusal };
    throw error;
  }
  redirect(safeNextPath(String(form.get("next") ?? "")));
}

/** Leads to a provider, and from there back to the page that was wanted. */
export async function signInWithAction(form: FormData): Promise<void> {
  await signIn(form.get("provider") === "github" ? "github" : "oidc", { redirectTo: safeNextPath(String(form.get("next") ?? "")) });
}

/** Ends this browser's session. The page then loads the sign-in afresh, so that nothing of the user stays in the tab. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false });
}

/** Ends every session of the user, this browser's too. */
export async function signOutEverywhereAction(): Promise<void> {
  const user = await currentUser();
  if (user) await signOutEverywhere(await getDeps(), user, (await browserAtHand()).address);
  await signOut({ redirect: false });
}
