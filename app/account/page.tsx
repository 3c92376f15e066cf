import type { Metadata } from "next";
import { Account } from "../_shared/account/account";
import { SignOutButton } from "../_shared/account/sign-out-button";
import { Toasts } from "../_shared/toasts";
import { load } from "../_trpc/server";
import { LinkButton } from "../_ui/controls";
import { NarrowPage } from "../_ui/narrow-page";
import { paths } from "../paths";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Your account · Signalbox" };

/** The account of a person whom no organization lets in, or not yet. */
export default async function OwnAccountPage() {
  const { email } = await load((api) => api.account.get());
  return (
    <NarrowPage title="Your account" isRoomy>
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto text-muted">{email}, in every organization that you belong to.</p>
        <LinkButton kind="quiet" href={paths.home()}>
          To the console
        </LinkButton>
        <SignOutButton />
      </div>
      <Account />
      <Toasts />
    </NarrowPage>
  );
}
