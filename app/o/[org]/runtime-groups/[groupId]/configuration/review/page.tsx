import type { Metadata } from "next";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { FleetFitNotice } from "@/app/_shared/fleet-fit";
import { DiffView } from "@/app/_shared/diff-view";
import { FreezeNotice } from "@/app/_shared/freeze-notice";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { isError } from "@/server/domain/config-document/finding";
import { loadWaysOut } from "../../rollouts/load-rollouts";
import { DiscardDraft } from "../discard-draft";
import { BehindLive } from "./behind-live";
import { Destroyed } from "./destroyed";
import { PublishDraft } from "./publish-draft";
import { ReviewFindings } from "./review-findings";

export const metadata: Metadata = { title: "Review and publish" };

/** So many are told of, where the draft changes while it is reviewed. */
const STEPS = 50;

export default async function ReviewPage({ params }: { params: Promise<{ org: string; groupId: string }> }) {
  const at = await params;
  const { org, groupId } = at;
  const [review, steps, group, ways] = await Promise.all([
    load((api) => api.drafts.review({ org, groupId })),
    load((api) => api.drafts.listSteps({ org, groupId })),
    loadGroup(org, groupId),
    loadWaysOut(org, groupId),
  ]);
  const live = review.live?.version ?? null;
  const [canEdit, canPublish] = [can(group.role, "config.edit"), can(group.role, "config.publish")];
  if (review.diff.length === 0) {
    return (
      <Card>
        <Empty title="Nothing to publish">
          <p>{live === null ? "The draft is empty, and nothing is published yet." : `The draft holds exactly what v${live} holds, which is live.`}</p>
          <LinkButton href={paths.configuration(org, groupId)}>To the configuration</LinkButton>
        </Empty>
      </Card>
    );
  }
  const authors = [...new Set(steps.filter((step) => !step.isUndone).map((step) => step.authorName))];
  const errors = review.findings.filter(isError).length;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-lg font-semibold">Review and publish</h2>
        <p className="flex flex-wrap gap-x-3 text-muted">
          <TextLink href={paths.draftHistory(org, groupId)}>Who changed what</TextLink>
          <TextLink href={paths.configuration(org, groupId)}>Edit on</TextLink>
        </p>
      </div>
      <p>
        <ChangeCounts counts={countsOf(review)} />{" "}
        <span className="text-muted">
          against{" "}
          {live === null ? (
            "nothing: this becomes the first config version"
          ) : (
            <TextLink href={paths.version(org, groupId, live)}>{`v${live}, which is live`}</TextLink>
          )}
        </span>
      </p>
      <FreezeNotice freeze={review.freeze}>The draft can be edited and reviewed all the same.</FreezeNotice>
      {review.isBehind && review.live && (
        <BehindLive
          key={review.revision}
          at={{ org, groupId }}
          live={review.live}
          base={review.base}
          revision={review.revision}
          conflicts={review.conflicts}
          more={review.moreConflicts}
          canEdit={canEdit}
        />
      )}
      <Destroyed guard={review.guard} live={live} />
      <FleetFitNotice at={at} fit={review.fit} what="this configuration" />
      <ReviewFindings at={{ org, groupId }} findings={review.findings} more={review.moreFindings} checkedFor={review.checkedFor} guard={review.guard} />
      <Card title="What changes">
        <DiffView
          diffs={review.diff}
          more={review.more}
          yaml={review.yaml}
          isPartial={review.yaml.isPartial}
          names={{ before: live === null ? "nothing" : `v${live}, live`, after: "draft" }}
          at={{ org, groupId }}
        />
      </Card>
      {canPublish ? (
        <PublishDraft
          at={{ org, groupId }}
          revision={review.revision}
          live={live}
          steps={steps.slice(0, STEPS)}
          guard={review.guard}
          freeze={review.freeze}
          mayOverride={can(group.role, "freeze.override")}
          instances={group.instances.total}
          ways={ways}
          obstacle={errors > 0 ? "findings" : review.conflicts.length > 0 ? "conflicts" : null}
        />
      ) : (
        <p className="text-muted">Your role ({roleName(group.role)}) does not publish. A Deployer, Editor or Admin can.</p>
      )}
      {canEdit && (
        <div>
          <DiscardDraft at={{ org, groupId }} draft={{ ...review, changes: review.counts }} authors={authors} />
        </div>
      )}
    </>
  );
}

/** Renamed entities apart from the changed ones, where all of them were sent. */
function countsOf({ counts, diff, more }: { counts: { created: number; changed: number; deleted: number }; diff: { change: string }[]; more: number }) {
  const renamed = more > 0 ? 0 : diff.filter(({ change }) => change === "renamed").length;
  return { ...counts, changed: counts.changed - renamed, renamed };
}
