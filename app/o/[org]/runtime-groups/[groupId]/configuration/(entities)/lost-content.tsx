import { LinkButton, Notice } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { DraftSummary } from "@/server/domain/draft";

/** That what the draft began from cannot be read any more, with the one thing that helps. */
export function LostContent({ at: { org, groupId }, draft: { base, live } }: { at: { org: string; groupId: string }; draft: DraftSummary }) {
  const isLive = base?.version === live?.version;
  return (
    <Notice tone="danger">
      <p className="mb-2">
        {isLive
          ? `The content of v${live?.version}, which is live, cannot be read any more. Instances keep what they run. Roll back to another config version.`
          : `The content of v${base?.version}, from which this draft began, cannot be read any more. Discard the draft: it then stands on what is live.`}
      </p>
      {isLive ? (
        <LinkButton href={paths.versions(org, groupId)}>To the versions</LinkButton>
      ) : (
        <LinkButton href={paths.draftHistory(org, groupId)}>To the draft&apos;s history</LinkButton>
      )}
    </Notice>
  );
}
