import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentUser } from "@/server/auth/session";
import { isSetUp } from "@/server/auth/setup";
import { getDeps } from "@/server/deps";
import { safeNextPath } from "@/server/domain/sign-in";
import { Button, Card } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { signInWithAction } from "./actions";
import { SignInForm } from "./sign-in-form";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in" };

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string; error?: string }> }) {
  const deps = await getDeps();
  const { env } = deps;
  const { next, error } = await searchParams;
  if (await currentUser()) redirect(safeNextPath(next));
  const providers = [env.GITHUB_ID && ["github", "GitHub"], env.OIDC_ISSUER && ["oidc", "single sign-on"]].filter((each) => Array.isArray(each));
  const refusal =
    error === "AccessDenied"
      ? "That account is of nobody here, or its address is not verified by the provider. Ask an Owner to add your address."
      : "The provider could not be reached or did not answer as it should. Try again, or sign in with your password.";
  return (
    <NarrowPage title="Sign in">
      <Card>
        {error !== undefined && (
          <p role="alert" className="mb-3 text-danger">
            {refusal}
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
      {!(await isSetUp(deps)) && (
        <p className="text-muted">
          Nobody has an account yet. Open the one-time set-up link that the server printed, or run <code>npm run setup-link</code> for a new one.
        </p>
      )}
    </NarrowPage>
  );
}
