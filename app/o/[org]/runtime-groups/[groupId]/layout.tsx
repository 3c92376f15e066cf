import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TabLink } from "@/app/_shared/nav-link";
import { loadGroup, loadOrg } from "@/app/_trpc/server";
import { LinkButton, PageTitle } from "@/app/_ui/controls";
import { Icon } from "@/app/_ui/icon";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";

interface Props {
  children: ReactNode;
  params: Promise<{ org: string; groupId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, groupId } = await params;
  const [group, { name }] = await Promise.all([loadGroup(org, groupId), loadOrg(org)]);
  return { title: { template: `%s · ${group.name} · ${name} · Signalbox`, default: group.name } };
}

export default async function GroupLayout({ children, params }: Props) {
  const { org, groupId } = await params;
  const group = await loadGroup(org, groupId);
  return (
    <>
      <PageTitle
        title={group.name}
        action={
          can(group.role, "instance.enroll") && (
            <LinkButton href={paths.newInstance(org, groupId)}>
              <Icon name="plus" />
              New instance
            </LinkButton>
          )
        }
      />
      <nav aria-label="Runtime group" className="flex overflow-x-auto overflow-y-hidden border-b border-line pb-px">
        <TabLink href={paths.group(org, groupId)} exact>
          Overview
        </TabLink>
        <TabLink href={paths.instances(org, groupId)}>Instances</TabLink>
        <TabLink href={paths.configuration(org, groupId)}>Configuration</TabLink>
        <TabLink href={paths.versions(org, groupId)}>Versions</TabLink>
        <TabLink href={paths.rollouts(org, groupId)}>Rollouts</TabLink>
        <TabLink href={paths.groupSettings(org, groupId)}>Settings</TabLink>
      </nav>
      {children}
    </>
  );
}
