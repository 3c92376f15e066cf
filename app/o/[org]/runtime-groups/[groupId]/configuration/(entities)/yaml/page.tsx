import type { Metadata } from "next";
import { load, loadGroup } from "@/app/_trpc/server";
import { PageTitle } from "@/app/_ui/controls";
import { can } from "@/server/domain/ability";
import { DraftYaml } from "./draft-yaml";

export const metadata: Metadata = { title: "Configuration as YAML" };

export default async function YamlPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const at = { org, groupId };
  const [filled, group] = await Promise.all([load((api) => api.drafts.getYaml(at)), loadGroup(org, groupId)]);
  return (
    <>
      <PageTitle title="The whole draft as YAML" level={2}>
        Secrets show as ‹secret›: leave one as it is to keep it, or write another in its place.
      </PageTitle>
      <DraftYaml at={at} filled={filled} isReadOnly={!can(group.role, "config.edit")} />
    </>
  );
}
