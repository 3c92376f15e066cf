import type { ReactNode } from "react";
import { NavLink } from "@/app/_shared/nav-link";
import { load } from "@/app/_trpc/server";
import { LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";

export default async function GroupLayout({ children, params }: { children: ReactNode; params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [group, me] = await load((api) => Promise.all([api.runtimeGroups.get({ org, groupId }), api.org.get({ org })]));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-xl font-semibold">{group.name}</h1>
        {can(me.role, "instance.enroll") && <LinkButton href={paths.newInstance(org, groupId)}>New instance</LinkButton>}
      </div>
      <nav aria-label="Runtime group" className="flex flex-wrap gap-1 border-b border-line pb-2">
        <NavLink href={paths.group(org, groupId)} exact>Overview</NavLink>
        <NavLink href={paths.instances(org, groupId)}>Instances</NavLink>
        <NavLink href={paths.configuration(org, groupId)}>Configuration</NavLink>
        <NavLink href={paths.versions(org, groupId)}>Versions</NavLink>
        <NavLink href={paths.groupSettings(org, groupId)}>Settings</NavLink>
      </nav>
      {children}
    </>
  );
}
