"use server";
import { redirect } from "next/navigation";
import { browserAtHand } from "@/server/auth/browser";
import { joinAs, joinAsNew, readInvitation } from "@/server/auth/invitation";
import { signIn } from "@/server/auth/next-auth";
import { currentUser } from "@/server/auth/session";
import { getDeps } from "@/server/deps";
import { NewAccount } from "@/server/domain/sign-in";
import { type FormResult, orRefusal } from "../_trpc/server";
import { withoutCause } from "../_trpc/unknown-error";
import { paths } from "../paths";

const shownWith = async (token: string) => ({ token, address: (await browserAtHand()).address });

/** An invitation as its holder sees it, with who is signed in here. */
export type ShownInvitation = Awaited<ReturnType<typeof readInvitation>> & { user: { name: string; email: string } | null };

/** What the link's token is good for. */
export const readInvitationAction = async (token: string): Promise<ShownInvitation | FormResult> =>
  orRefusal(async () => ({ ...(await readInvitation(await getDeps(), await shownWith(token))), user: await currentUser() }));

/** Joins as who is signed in, and goes to the organization. */
export async function joinAction(token: string): Promise<FormResult> {
  const user = await currentUser();
  if (!user) return { error: "Your session has ended.", isSignedOut: true };
  const joined = await orRefusal(async () => joinAs(await getDeps(), await shownWith(token), user));
  if ("slug" in joined) redirect(paths.overview(joined.slug));
  return joined;
}

/** Makes the invited person's account, signs it in and goes to the organization. */
export async function joinAsNewAction(token: string, form: FormData): Promise<FormResult> {
  const input = NewAccount.safeParse(Object.fromEntries(form));
  if (!input.success) return { error: input.error.issues[0]?.message, field: String(input.error.issues[0]?.path[0]) };
  const joined = await orRefusal(async () => joinAsNew(await getDeps(), await shownWith(token), input.data));
  if (!("slug" in joined)) return joined;
  await withoutCause("sign-in", () => signIn("credentials", { email: joined.email, password: input.data.password, redirect: false }));
  redirect(paths.overview(joined.slug));
}
