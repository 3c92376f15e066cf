import { load } from "@/app/_trpc/server";
import { can } from "@/server/domain/ability";
import { ConfigEditor } from "./config-editor";

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
  const at = await params;
  const [group, me] = await load((api) => Promise.all([api.runtimeGroups.get(at), api.org.get(at)]));
  const number = group.liveVersion?.number;
  const source = number ? (await load((api) => api.configVersions.get({ ...at, number }))).source : STARTER;
  return <ConfigEditor at={at} source={source} canPublish={can(me.role, "config.publish")} />;
}
