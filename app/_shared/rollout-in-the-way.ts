import type { RolloutInTheWay } from "@/server/domain/published";

/** What is in the way of a publish, and what to do. */
export const rolloutInTheWayText = ({ toVersion, state, stage, stages }: RolloutInTheWay): string =>
  `the rollout of v${toVersion} has not ended: it is ${state}, in stage ${stage + 1} of ${stages}. End it first, or supersede it by this publish.`;
