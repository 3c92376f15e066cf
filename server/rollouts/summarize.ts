import type { RolloutRow } from "../../db/queries/rollouts";
import { haltText } from "../domain/rollout/act";

/** A rollout as lists show it. */
export const summarizeRollout = ({ id, fromVersion, toVersion, state, stage, strategy, haltReason, startedBy, startedAt, endedAt, revision }: RolloutRow) => ({
  id,
  fromVersion,
  toVersion,
  state,
  stage,
  stages: strategy.stages.length,
  haltReason: haltReason && { ...haltReason, text: haltText(haltReason) },
  startedBy,
  startedAt,
  endedAt,
  revision,
});
