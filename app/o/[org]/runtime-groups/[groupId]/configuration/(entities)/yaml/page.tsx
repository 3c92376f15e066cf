import type { Metadata } from "next";
import { load, loadOrg } from "@/app/_trpc/server";
import { PageTitle } from "@/app/_ui/controls";
import { can } from "@/server/domain/ability";
import { DraftYaml } from "./draft-yaml";

export const metadata: Metadata = { title: "Configuration as YAML" };

export default async function YamlPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const at = { org, groupId };
  const [filled, me] = await Promise.all([load((api) => api.drafts.getYaml(at)), loadOrg(org)]);
  return (
    <>
      <PageTitle title="The whole draft as YAML" level={2}>
        Secrets show as ‹secret›: leave one as it is to keep it, or write another in its place. Comments are not kept.
      </PageTitle>
      <DraftYaml at={at} filled={filled} isReadOnly={!can(me.role, "config.edit")} />
    </>
  );
}
