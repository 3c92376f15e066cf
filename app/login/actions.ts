"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { SignInRefused, signIn, signOut } from "@/server/auth/next-auth";
import { browserOf, currentUser, signOutEverywhere } from "@/server/auth/session";
import { getDeps } from "@/server/deps";
import { safeNextPath, SignInInput } from "@/server/domain/sign-in";
import { withoutCause } from "../_trpc/unknown-error";

export interface SignInState {
  error?: string;
}

const isRefused = (error: unknown) => error instanceof SignInRefused;

/** Signs in, or gives the refusal's words. */
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
    if (user) await signOutEverywhere(await getDeps(), user, browserOf(await headers()).address);
    await signOut({ redirect: false });
  });
}
