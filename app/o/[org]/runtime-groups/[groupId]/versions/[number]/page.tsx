import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { CodeBlock } from "@/app/_shared/code-block";
import { countText } from "@/app/_shared/count-text";
import { Copyable } from "@/app/_shared/copyable";
import { Facts } from "@/app/_shared/facts";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import { sizeText } from "@/app/_shared/size-text";
import { SyncBar } from "@/app/_shared/sync-bar";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Notice, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import { loadWaysOut } from "../../rollouts/load-rollouts";
import { loadVersionRollouts } from "../version-rollouts";
import { VersionState } from "../version-state";
import { VersionTags } from "../version-tags";
import { VersionActions } from "./version-actions";
import { VersionTabs } from "./version-tabs";

interface Props {
  params: Promise<{ org: string; groupId: string; number: string }>;
}

const read = cache(async (org: string, groupId: string, text: string) => {
  if (!/^[1-9]\d{0,8}$/.test(text)) notFound();
  return load((api) => api.configVersions.get({ org, groupId, number: Number(text) }));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `v${(await params).number}` };
}

type Version = Awaited<ReturnType<typeof read>>;
type Group = Awaited<ReturnType<typeof loadGroup>>;

/** How many entities there are, of which kinds. */
function Kinds({ total, counts }: { total: number; counts: Record<string, number> }) {
  const kinds = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return (
    <>
      {total.toLocaleString("en")}
      {kinds.length > 0 && <span className="text-muted">: {kinds.map(([kind, count]) => countText(count, kindNoun(kind))).join(", ")}</span>}
    </>
  );
}

function VersionFacts({ at, version, group, canEdit }: { at: { org: string; groupId: string }; version: Version; group: Group; canEdit: boolean }) {
  const { createdCount, changedCount, deletedCount } = version;
  const isCounted = createdCount !== null && changedCount !== null && deletedCount !== null;
  const facts = [
    [
      "Published",
      <>
        <Time key="at" at={version.createdAt} now={Date.now()} /> by {version.authorName}
      </>,
    ],
    ["Changes", isCounted && <ChangeCounts key="changes" counts={{ created: createdCount, changed: changedCount, deleted: deletedCount }} />],
    ["Entities", <Kinds key="kinds" total={version.entityCount} counts={version.counts} />],
    ["Size as served", sizeText(version.sizeBytes)],
    [
      "Runs on",
      <div key="runs">
        <TextLink href={paths.versionFleet(at.org, at.groupId, version.number)}>
          {version.instances} of {group.instances.total} instances
        </TextLink>
        {version.isLive && group.instances.total > 0 && <SyncBar counts={group.instances} />}
      </div>,
    ],
    ["Tags", <VersionTags key="tags" at={at} number={version.number} tags={version.tags} canEdit={canEdit} />],
    ["Content hash", <Copyable key="hash" text={version.etag.replaceAll('"', "")} label="the hash" />],
  ] as const;
  return (
    <Card>
      <Facts facts={facts} />
    </Card>
  );
}

export default async function VersionPage({ params }: Props) {
  const { org, groupId, number } = await params;
  const at = { org, groupId };
  const [version, group, rollouts, ways] = await Promise.all([
    read(org, groupId, number),
    loadGroup(org, groupId),
    loadVersionRollouts(org, groupId, [Number(number)]),
    loadWaysOut(org, groupId),
  ]);
  const [canEdit, canPublish] = [can(group.role, "config.edit"), can(group.role, "config.publish")];
  const fileName = `${group.name.replaceAll(" ", "-")}-v${version.number}`;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="min-w-0 text-lg font-semibold break-words">
          v{version.number}: {version.message}{" "}
          <span className="text-base font-normal">
            <VersionState at={at} rollout={rollouts.get(version.number)} {...version} />
          </span>
        </h2>
        <VersionActions
          at={at}
          number={version.number}
          live={group.liveVersion?.number ?? null}
          isKept={version.isKept}
          instances={group.instances.total}
          fileName={fileName}
          canEdit={canEdit}
          canPublish={canPublish}
          ways={ways}
          mayOverride={can(group.role, "freeze.override")}
          canReveal={can(group.role, "config.reveal")}
        />
      </div>
      <VersionTabs at={at} number={version.number} />
      <VersionFacts at={at} version={version} group={group} canEdit={canPublish} />
      {version.yaml === null ? (
        <Notice tone="warn">
          The content of this version was removed by the retention rule of the group: what it was, who published it and when stays. Tag a version to keep its
          content.
        </Notice>
      ) : (
        <Card title="Content">
          <CodeBlock text={version.yaml} label="the content" isTall>
            {version.isPartial ? "The beginning of what instances get" : "What instances get"}, its secrets masked. Export it to have{" "}
            {version.isPartial ? "all of it" : "it"} in a file.
          </CodeBlock>
        </Card>
      )}
    </>
  );
}
