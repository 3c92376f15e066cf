"use client";
import { useState } from "react";

import type { RolloutTerms } from "@/server/domain/publish-input";
import type { RolloutInTheWay } from "@/server/domain/published";
import type { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { type RolloutChoosing, useRolloutChoice } from "./use-rollout-choice";

/** How something may go out of a group: its saved strategy, null: all at once; and the rollout that has not ended, null: there is none. */
export interface WaysOut {
  saved: RolloutStrategy | null;
  active: RolloutInTheWay | null;
}

/** How a publish goes out, and what becomes of the rollout before it, while a person says so. */
export interface HowItGoes {
  choosing: RolloutChoosing;
  /** Null: no rollout is under way. */
  active: RolloutInTheWay | null;
  /** Whether it is not said yet what becomes of that. */
  isInTheWay: boolean;
  onSupersede: (isSuperseded: boolean) => void;
  /** What the publish is given; undefined: what is typed is no strategy. */
  terms: RolloutTerms | undefined;
}

/** Of two that were told at different times, the one that began last. */
export const newerOf = (one: RolloutInTheWay | null, other: RolloutInTheWay | null): RolloutInTheWay | null =>
  one && other ? (one.toVersion >= other.toVersion ? one : other) : (one ?? other);

/** `begun`: a rollout that began since the ways out were read, as a refusal told. */
export function useHowItGoesOut(at: { org: string; groupId: string }, ways: WaysOut, begun: RolloutInTheWay | null): HowItGoes {
  const choosing = useRolloutChoice(at, ways.saved);
  const active = newerOf(ways.active, begun);
  const [superseded, setSuperseded] = useState<string>();
  const { choice } = choosing;
  return {
    choosing,
    active,
    isInTheWay: active !== null && superseded !== active.id,
    onSupersede: (isSuperseded) => setSuperseded(isSuperseded ? active?.id : undefined),
    terms: choice && { rollout: choice, ...(superseded !== undefined && { activeRollout: { supersede: superseded } }) },
  };
}
