import type { ReactNode } from "react";
import { TabLink } from "@/app/_shared/nav-link";
import { PageTitle } from "@/app/_ui/controls";
import { paths } from "@/app/paths";

export default async function OrgSettingsLayout({ children, params }: { children: ReactNode; params: Promise<{ org: string }> }) {
  const { org } = await params;
  return (
    <>
      <PageTitle title="Settings" />
      <nav aria-label="Settings" className="flex overflow-x-auto overflow-y-hidden border-b border-line pb-px">
        <TabLink href={paths.orgSettings(org)} exact>
          Organization
        </TabLink>
        <TabLink href={paths.members(org)}>Members</TabLink>
      </nav>
      {children}
    </>
  );
}
