"use client";
import { RolloutChoiceFields } from "./rollout-choice";
import { SupersedeField } from "./supersede-field";
import type { HowItGoes } from "./use-how-it-goes-out";

interface Props {
  at: { org: string; groupId: string };
  how: HowItGoes;
  /** Of the group. */
  instances: number;
  /** Why nothing can be staged; absent: it can. */
  unstageable?: string | undefined;
}

/** Asks of a publish how it goes out, and what becomes of the rollout that is under way. */
export function HowItGoesOut({ at, how, instances, unstageable }: Props) {
  const { choosing, active, isInTheWay, onSupersede } = how;
  return (
    <>
      <RolloutChoiceFields choosing={choosing} instances={instances} legend="How it goes out" unstageable={unstageable} />
      <SupersedeField at={at} active={active} isStaged={choosing.isStaged} isAccepted={!isInTheWay} onAccept={onSupersede} />
    </>
  );
}
