import type { ReactNode } from "react";
import { TabLink } from "@/app/_shared/nav-link";
import { loadOrg } from "@/app/_trpc/server";
import { PageTitle } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";

export default async function OrgSettingsLayout({ children, params }: { children: ReactNode; params: Promise<{ org: string }> }) {
  const { org } = await params;
  const { role } = await loadOrg(org);
  return (
    <>
      <PageTitle title="Settings" />
      <nav aria-label="Settings" className="flex overflow-x-auto overflow-y-hidden border-b border-line pb-px">
        <TabLink href={paths.orgSettings(org)} exact>
          Organization
        </TabLink>
        <TabLink href={paths.members(org)}>Members</TabLink>
        <TabLink href={paths.freezeWindows(org)}>Freeze windows</TabLink>
        {can(role, "signIn.write") && <TabLink href={paths.signInRules(org)}>Sign-in</TabLink>}
        {can(role, "notification.write") && <TabLink href={paths.notifications(org)}>Notifications</TabLink>}
        <TabLink href={paths.accessTokens(org)}>Access tokens</TabLink>
        {can(role, "token.write") && <TabLink href={paths.serviceAccounts(org)}>Service accounts</TabLink>}
        <TabLink href={paths.signingKeys(org)}>Signing keys</TabLink>
      </nav>
      {children}
    </>
  );
}
