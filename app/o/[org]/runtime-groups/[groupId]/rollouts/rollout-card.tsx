import { countText } from "@/app/_shared/count-text";
import { Card, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { AwaitedText } from "./awaited";
import type { RolloutDetail } from "./load-rollouts";
import { reachCounts } from "./reach-counts";
import { RolloutBadge, StageOf } from "./rollout-state";
import { StandingCounts } from "./standing-counts";

/** The newest rollout in a few lines: how far it is and what it waits for, or how it ended. */
export function RolloutCard({ at, rollout, title, now }: { at: { org: string; groupId: string }; rollout: RolloutDetail; title: string; now: number }) {
  const { id, fromVersion, toVersion, state, progress, haltReason, startedBy, startedAt, endedAt } = rollout;
  const counts = progress && reachCounts(progress.stages, rollout.stage);
  return (
    <Card title={title} action={<TextLink href={paths.rollout(at.org, at.groupId, id)}>{`v${fromVersion} → v${toVersion}`}</TextLink>}>
      <div className="flex flex-col gap-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <RolloutBadge state={state} />
          <StageOf {...rollout} />
          {counts && (
            <span className="text-muted tabular-nums">
              v{toVersion} reaches {counts.reached.toLocaleString("en")} of {countText(counts.total, "instance")}
            </span>
          )}
        </p>
        {progress && <StandingCounts stages={progress.stages} />}
        {progress ? (
          <p role="status">
            <AwaitedText rollout={rollout} now={now} />
          </p>
        ) : (
          haltReason && <p>It had halted: {haltReason.text}.</p>
        )}
        <p className="text-[13px] text-muted">
          Started by {startedBy} <Time at={startedAt} now={now} />
          {endedAt !== null && (
            <>
              , ended <Time at={endedAt} now={now} />
            </>
          )}
        </p>
      </div>
    </Card>
  );
}
