"use server";
import { redirect } from "next/navigation";
import { browserAtHand, keepDevice } from "@/server/auth/browser";
import { resetPassword } from "@/server/auth/password-reset";
import { getDeps } from "@/server/deps";
import { ResetInput } from "@/server/domain/sign-in";
import { type FormResult, orRefusal } from "../_trpc/server";

/** Sets the new password by the link's token, and goes to the sign-in, where no stranger's guesses hold this browser up. */
export async function resetPasswordAction(token: string, form: FormData): Promise<FormResult> {
  const input = ResetInput.safeParse({ password: form.get("password") });
  if (!input.success) return { error: input.error.issues[0]?.message, field: "password" };
  const { address } = await browserAtHand();
  const done = await orRefusal(async () => resetPassword(await getDeps(), { token, address }, input.data.password));
  if (!("email" in done)) return done;
  await keepDevice(done.email);
  redirect("/login?told=reset");
}
