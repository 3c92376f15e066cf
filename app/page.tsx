import { redirect } from "next/navigation";
import { currentUser, membershipsOf } from "@/server/auth/session";
import { getDeps } from "@/server/deps";
import { SignOutButton } from "./_shared/account/sign-out-button";
import { OrgForm } from "./_shared/org-form";
import { Card, LinkButton } from "./_ui/controls";
import { NarrowPage } from "./_ui/narrow-page";
import { createOrgAction } from "./org-actions";
import { paths } from "./paths";

export const dynamic = "force-dynamic";

export default async function Home() {
  const user = await currentUser();
  if (!user) redirect(paths.login());
  const [first] = await membershipsOf(await getDeps(), user.id);
  if (first) redirect(paths.overview(first.org.slug));
  return (
    <NarrowPage title="You belong to no organization yet">
      <p className="text-muted">Ask an Owner to add {user.email}, or create an organization of your own.</p>
      <Card>
        <OrgForm action={createOrgAction} button="Create organization" />
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <LinkButton kind="quiet" href={paths.account()}>
          Your account
        </LinkButton>
        <SignOutButton />
      </div>
    </NarrowPage>
  );
}
