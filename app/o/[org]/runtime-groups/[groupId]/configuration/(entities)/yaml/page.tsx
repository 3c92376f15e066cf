import type { Metadata } from "next";
import { load, loadGroup } from "@/app/_trpc/server";
import { Notice, PageTitle, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { DraftYaml } from "./draft-yaml";

export const metadata: Metadata = { title: "Configuration as YAML" };

/** Some 4 MB of text; a browser's editor is of no use with more, and the server would hold it three times over. */
const MOST_ENTITIES = 10_000;

interface Props {
  params: Promise<{ org: string; groupId: string }>;
}

export default async function YamlPage({ params }: Props) {
  const { org, groupId } = await params;
  const at = { org, groupId };
  const [{ counts }, group] = await Promise.all([load((api) => api.drafts.get(at)), loadGroup(org, groupId)]);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total > MOST_ENTITIES) {
    return (
      <>
        <PageTitle title="The whole draft as YAML" level={2} />
        <Notice tone="warn">
          The draft has {total.toLocaleString("en")} entities, too many for one text in a browser. Export it, change the file, and{" "}
          <TextLink href={paths.importConfig(org, groupId)}>import it</TextLink>; or open an entity and edit its YAML alone.
        </Notice>
      </>
    );
  }
  const filled = await load((api) => api.drafts.getYaml(at));
  return (
    <>
      <PageTitle title="The whole draft as YAML" level={2}>
        Secrets show as ‹secret›: leave one as it is to keep it, or write another in its place. Comments are not kept.
      </PageTitle>
      <DraftYaml at={at} filled={filled} isReadOnly={!can(group.role, "config.edit")} />
    </>
  );
}
