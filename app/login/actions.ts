"use server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { signIn, signOut } from "@/server/auth/next-auth";
import { currentUser } from "@/server/auth/session";
import { authenticate, signOutEverywhere } from "@/server/auth/sign-in";
import { getDeps } from "@/server/deps";
import { DomainError } from "@/server/domain/errors";
import { safeNextPath, SignInInput } from "@/server/domain/sign-in";

export interface SignInState {
  error?: string;
}

/** Signs in, or gives the refusal's words. */
export async function signInAction(form: FormData): Promise<SignInState> {
  const input = SignInInput.safeParse({ email: form.get("email"), password: form.get("password") });
  if (!input.success) return { error: input.error.issues[0]?.message };
  const address = (await headers()).get("x-forwarded-for") ?? "unknown";
  try {
    await authenticate(await getDeps(), { ...input.data, address });
  } catch (error) {
    if (error instanceof DomainError) return { error: error.message };
    throw error;
  }
  await signIn("credentials", { ...input.data, redirect: false });
  redirect(safeNextPath(String(form.get("next") ?? "")));
}

export async function signInWithAction(form: FormData): Promise<void> {
  await signIn(form.get("provider") === "github" ? "github" : "oidc", { redirectTo: "/" });
}

/** Ends this browser's session. The page then loads the sign-in afresh, so that nothing of the user stays in the tab. */
export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false });
}

/** Ends every session of the user, this browser's too. */
export async function signOutEverywhereAction(): Promise<void> {
  const user = await currentUser();
  if (user) await signOutEverywhere(await getDeps(), user.id);
  await signOut({ redirect: false });
}
