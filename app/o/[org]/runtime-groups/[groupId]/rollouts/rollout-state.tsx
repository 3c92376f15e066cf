import { StateBadge } from "@/app/_shared/state-badge";
import type { RolloutState } from "@/server/domain/rollout/rollout";

interface Of {
  state: RolloutState;
  /** The index of the stage that is reached. */
  stage: number;
  /** How many it has. */
  stages: number;
}

/** How far a rollout went: a segment for each stage, filled where it is reached. */
function StageTrack({ state, stage, stages }: Of) {
  const reached = state === "completed" ? stages : stage + 1;
  const tone = state === "halted" || state === "rolled back" ? "bg-danger" : state === "running" || state === "completed" ? "bg-ok" : "bg-muted";
  return (
    <span className="inline-flex h-1.5 w-20 gap-0.5 align-middle" aria-hidden="true">
      {Array.from({ length: stages }, (_, index) => (
        <span key={index} className={`flex-1 rounded-xs ${index < reached ? tone : "bg-line"}`} />
      ))}
    </span>
  );
}

/** The stage at hand, or the one that a rollout ended in. */
export function StageOf(of: Of) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <StageTrack {...of} />
      <span className="whitespace-nowrap text-muted tabular-nums">{of.state === "completed" ? "all" : `stage ${of.stage + 1} of ${of.stages}`}</span>
    </span>
  );
}

/** The state as a word and a shape. */
export const RolloutBadge = ({ state }: { state: RolloutState }) => <StateBadge state={state} />;
