import Link from "next/link";
import type { ReactNode } from "react";
import { load } from "@/app/_trpc/server";
import { paths } from "@/app/paths";

export default async function GroupLayout({ children, params }: { children: ReactNode; params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const group = await load((api) => api.runtimeGroups.get({ org, groupId }));
  const tabs = [["Overview", paths.group(org, groupId)], ["Instances", paths.instances(org, groupId)], ["Configuration", paths.configuration(org, groupId)], ["Versions", paths.versions(org, groupId)]] as const;
  return (
    <>
      <h1 className="text-xl font-semibold">{group.name}</h1>
      <nav aria-label="Runtime group" className="flex flex-wrap gap-4 border-b border-line pb-2">
        {tabs.map(([name, href]) => <Link key={name} href={href} className="text-accent">{name}</Link>)}
      </nav>
      {children}
    </>
  );
}
