import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { sessionIdAtHand } from "@/server/auth/browser";
import { dueUser } from "@/server/auth/second-factor";
import { currentUser } from "@/server/auth/session";
import { isSetUp } from "@/server/auth/setup";
import { getDeps } from "@/server/deps";
import { safeNextPath } from "@/server/domain/sign-in";
import { Button, Card, TextLink } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { paths } from "../paths";
import { signInWithAction } from "./actions";
import { SignInForm } from "./sign-in-form";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in" };

/** What is said of a refusal, by the code that the way back carries. */
const REFUSALS = new Map([
  [
    "AccessDenied",
    "That account is of nobody here and no organization lets it in, or its address is not verified by the provider. Ask an Owner to invite you.",
  ],
  [
    "OfAnother",
    "This address has an account here, which belongs to another person of that provider. If it is yours, ask an Admin for a link to a new password: setting one lets this sign-in take its place.",
  ],
]);
const NO_ANSWER = "The provider could not be reached or did not answer as it should. Try again, or sign in with your password.";

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string; error?: string; told?: string }> }) {
  const deps = await getDeps();
  const { env } = deps;
  const { next, error, told } = await searchParams;
  if (await currentUser()) redirect(safeNextPath(next));
  const sessionId = await sessionIdAtHand();
  if (sessionId !== null && (await dueUser(deps, sessionId))) redirect(paths.loginCode(safeNextPath(next)));
  const providers = [env.GITHUB_ID && ["github", "GitHub"], env.OIDC_ISSUER && ["oidc", "single sign-on"]].filter((each) => Array.isArray(each));
  return (
    <NarrowPage title="Sign in">
      <Card>
        {error !== undefined && (
          <p role="alert" className="mb-3 text-danger">
            {REFUSALS.get(error) ?? NO_ANSWER}
          </p>
        )}
        {told === "reset" && (
          <p role="status" className="mb-3 text-ok">
            Your new password is set, and you are signed out everywhere. Sign in with it.
          </p>
        )}
        <SignInForm next={safeNextPath(next)} />
        {providers.map(([id, name]) => (
          <form key={id} action={signInWithAction} className="mt-3">
            <input type="hidden" name="provider" value={id} />
            <input type="hidden" name="next" value={safeNextPath(next)} />
            <Button kind="quiet">Sign in with {name}</Button>
          </form>
        ))}
      </Card>
      <p>
        <TextLink href={paths.forgotPassword()}>Forgot your password?</TextLink>
      </p>
      {!(await isSetUp(deps)) && (
        <p className="text-muted">
          Nobody has an account yet. Open the one-time set-up link that the server printed, or run <code>npm run setup-link</code> for a new one.
        </p>
      )}
    </NarrowPage>
  );
}
