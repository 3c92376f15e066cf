import type { Metadata } from "next";
import { safeNextPath } from "@/server/domain/sign-in";
import { Button, Card } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { signInWithAction } from "../login/actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Single sign-on" };

export default async function SingleSignOnPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const next = safeNextPath((await searchParams).next);
  return (
    <NarrowPage title="Single sign-on">
      <p>This organization lets its members in by single sign-on alone. Your other organizations stay open to you as you are signed in now.</p>
      <Card>
        <form action={signInWithAction} className="flex flex-col">
          <input type="hidden" name="provider" value="oidc" />
          <input type="hidden" name="next" value={next} />
          <Button>Sign in with single sign-on</Button>
        </form>
      </Card>
    </NarrowPage>
  );
}
