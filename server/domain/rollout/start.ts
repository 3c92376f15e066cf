import type { Rollout } from "./rollout";
import type { RolloutStrategy } from "./strategy";

/** How a publish goes out: in stages, or to all at once. */
export type RolloutChoice = RolloutStrategy | "allAtOnce";

/** What a rollout begins with. */
export interface RolloutStart {
  id: string;
  /** The config version that goes out, and the one that is live until then. */
  toVersion: number;
  liveVersion: number;
  /** The rollout by which that one went out. Absent: it went to all at once. */
  liveRollout: Pick<Rollout, "fromVersion" | "state"> | undefined;
  strategy: RolloutStrategy;
  now: number;
}

/** What a rollout that begins now keeps for who is not reached: what is live; but where the rollout of that did not complete, what was before it, so that nobody outside the new reach gets something unproven. */
export const keptVersion = ({ liveVersion, liveRollout }: Pick<RolloutStart, "liveVersion" | "liveRollout">): number =>
  liveRollout && liveRollout.state !== "completed" ? liveRollout.fromVersion : liveVersion;

/** A rollout in its first stage. Who is not reached has `keptVersion`. */
export function startRollout({ id, toVersion, liveVersion, liveRollout, strategy, now }: RolloutStart): Rollout {
  return {
    id,
    fromVersion: keptVersion({ liveVersion, liveRollout }),
    toVersion,
    strategy,
    state: "running",
    stage: 0,
    stageStartedAt: now,
    passedAt: null,
    isApproved: false,
    pausedAt: null,
    haltReason: null,
    failuresAcceptedAt: null,
    startedAt: now,
    endedAt: null,
  };
}
