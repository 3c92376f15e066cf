import type { Metadata } from "next";
import { load, loadGroup, loadOrg } from "@/app/_trpc/server";
import { can } from "@/server/domain/ability";
import { ConfigEditor } from "./config-editor";

export const metadata: Metadata = { title: "Configuration" };

const STARTER = `_format_version: "3.0"
services:
- name: example
  url: http://example.internal:8080
  routes:
  - name: example
    paths:
    - /example
`;

export default async function ConfigurationPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [group, me] = await Promise.all([loadGroup(org, groupId), loadOrg(org)]);
  const number = group.liveVersion?.number ?? null;
  const source = number === null ? STARTER : ((await load((api) => api.configVersions.get({ org, groupId, number }))).yaml ?? STARTER);
  return (
    <ConfigEditor
      org={org}
      groupId={groupId}
      live={{ number, source, authorName: group.liveVersion?.authorName ?? "" }}
      instances={group.instances.total}
      canPublish={can(me.role, "config.publish")}
      role={me.role}
    />
  );
}
