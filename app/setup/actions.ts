"use server";
import { redirect } from "next/navigation";
import { signIn } from "@/server/auth/next-auth";
import { completeSetup } from "@/server/auth/setup";
import { getDeps } from "@/server/deps";
import { isDomainError } from "@/server/domain/errors";
import { SetupInput } from "@/server/domain/sign-in";
import { withoutCause } from "../_trpc/unknown-error";
import { paths } from "../paths";

export interface SetupState {
  errors: Record<string, string>;
}

/** Does the set-up and signs in, or gives an error by field. */
export async function setupAction(form: FormData): Promise<SetupState> {
  const input = SetupInput.safeParse(Object.fromEntries(form));
  if (!input.success) return { errors: Object.fromEntries(input.error.issues.map((issue) => [String(issue.path[0]), issue.message])) };
  let slug: string;
  try {
    ({ slug } = await withoutCause("set-up", async () => completeSetup(await getDeps(), input.data), isDomainError));
  } catch (error) {
    if (isDomainError(error)) return { errors: { token: error.message } };
    throw error;
  }
  await withoutCause("sign-in", () => signIn("credentials", { email: input.data.email, password: input.data.password, redirect: false }));
  redirect(paths.groups(slug));
}
