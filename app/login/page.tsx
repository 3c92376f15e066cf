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

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const deps = await getDeps();
  const { env } = deps;
  const { next } = await searchParams;
  if (await currentUser()) redirect(safeNextPath(next));
  const providers = [env.GITHUB_ID && ["github", "GitHub"], env.OIDC_ISSUER && ["oidc", "single sign-on"]].filter((each) => Array.isArray(each));
  return (
    <NarrowPage title="Sign in">
      <Card>
        <SignInForm next={safeNextPath(next)} />
        {providers.map(([id, name]) => (
          <form key={id} action={signInWithAction} className="mt-3">
            <input type="hidden" name="provider" value={id} />
            <Button kind="quiet">Sign in with {name}</Button>
          </form>
        ))}
      </Card>
      {!(await isSetUp(deps)) && (
        <p className="text-muted">Nobody has an account yet. Open the one-time set-up link that the server printed, or run <code>npm run setup-link</code> for a new one.</p>
      )}
    </NarrowPage>
  );
}
