import type { Metadata } from "next";
import { load, loadGroup } from "@/app/_trpc/server";
import { Empty, LinkButton } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { ImportForm } from "./import-form";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const { org, groupId } = await params;
  const [draft, group] = await Promise.all([load((api) => api.drafts.get({ org, groupId })), loadGroup(org, groupId)]);
  if (!can(group.role, "config.edit")) {
    return (
      <Empty title="Importing changes the draft">
        <p>Your role ({roleName(group.role)}) does not change it. An Editor or Admin can.</p>
        <LinkButton href={paths.configuration(org, groupId)}>To the configuration</LinkButton>
      </Empty>
    );
  }
  const entities = Object.values(draft.counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <div>
        <h2 className="text-lg font-semibold">Import into the draft</h2>
        <p className="max-w-prose text-muted">
          decK files, Kong&apos;s declarative YAML or JSON, or an OpenAPI document. You see what would change before anything is taken, and nothing goes live
          before you publish. Comments of YAML are not kept.
        </p>
      </div>
      <ImportForm at={{ org, groupId }} entities={entities} />
    </>
  );
}
