"use server";
import { redirect } from "next/navigation";
import { signIn } from "@/server/auth/next-auth";
import { completeSetup } from "@/server/auth/setup";
import { getDeps } from "@/server/deps";
import { DomainError } from "@/server/domain/errors";
import { SetupInput } from "@/server/domain/sign-in";
import { paths } from "../paths";

export interface SetupState {
  errors: Record<string, string>;
  values: Record<string, string>;
}

/** Does the set-up and signs in. What was typed comes back with the errors, but for the password. */
export async function setupAction(_: SetupState, form: FormData): Promise<SetupState> {
  const text = (name: string) => String(form.get(name) ?? "");
  const values = { name: text("name"), email: text("email"), orgName: text("orgName") };
  const input = SetupInput.safeParse({ ...values, token: text("token"), password: text("password") });
  if (!input.success) return { values, errors: Object.fromEntries(input.error.issues.map((issue) => [String(issue.path[0]), issue.message])) };
  let slug: string;
  try {
    ({ slug } = await completeSetup(await getDeps(), input.data));
  } catch (error) {
    if (error instanceof DomainError) return { values, errors: { token: error.message } };
    throw error;
  }
  await signIn("credentials", { email: input.data.email, password: input.data.password, redirect: false });
  redirect(paths.groups(slug));
}
