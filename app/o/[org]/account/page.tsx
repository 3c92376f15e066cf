import type { Metadata } from "next";
import { Account } from "@/app/_shared/account/account";
import { loadOrg } from "@/app/_trpc/server";
import { PageTitle } from "@/app/_ui/controls";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage({ params }: { params: Promise<{ org: string }> }) {
  const { userEmail } = await loadOrg((await params).org);
  return (
    <>
      <PageTitle title="Your account">{userEmail}, in every organization that you belong to.</PageTitle>
      <Account />
    </>
  );
}
