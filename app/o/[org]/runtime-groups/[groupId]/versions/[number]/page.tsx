import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CodeBlock } from "@/app/_shared/code-block";
import { Copyable } from "@/app/_shared/copyable";
import { Facts } from "@/app/_shared/facts";
import { sizeText } from "@/app/_shared/size-text";
import { StateBadge } from "@/app/_shared/state-badge";
import { load, loadGroup, loadOrg } from "@/app/_trpc/server";
import { Card } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { can } from "@/server/domain/ability";
import { PublishAgain } from "../publish-again";

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

export default async function VersionPage({ params }: Props) {
  const { org, groupId, number } = await params;
  const [version, group, me] = await Promise.all([read(org, groupId, number), loadGroup(org, groupId), loadOrg(org)]);
  const fileName = `${group.name.replaceAll(" ", "-")}-v${version.number}`;
  const facts = [
    [
      "Published",
      <>
        <Time key="at" at={version.createdAt} now={Date.now()} /> by {version.authorName}
      </>,
    ],
    ["Content hash", <Copyable key="hash" text={version.etag.replaceAll('"', "")} label="the hash" />],
    ["Entities", String(version.entityCount)],
    ["Size as served", sizeText(version.sizeBytes)],
    ["Runs on", `${version.instances} of ${group.instances.total} instances`],
  ] as const;
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="min-w-0 text-lg font-semibold break-words">
          v{version.number}: {version.message}{" "}
          {version.isLive && (
            <span className="text-base">
              <StateBadge state="live" />
            </span>
          )}
        </h2>
        {!version.isLive && can(me.role, "config.publish") && <PublishAgain at={{ org, groupId }} number={version.number} instances={group.instances.total} />}
      </div>
      <Card>
        <Facts facts={facts} />
      </Card>
      <Card title="Document">
        {version.yaml === null ? (
          <p>The document is not kept any more.</p>
        ) : (
          <CodeBlock text={version.yaml} label="the document" isTall fileName={`${fileName}.yaml`}>
            The canonical form with ids that instances get.
          </CodeBlock>
        )}
      </Card>
    </>
  );
}
