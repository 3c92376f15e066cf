"use client";
import { useState } from "react";
import type { RolloutChoice } from "@/server/domain/rollout/start";
import { DEFAULT_STRATEGY, type RolloutStrategy } from "@/server/domain/rollout/strategy";
import { draftOf, readStrategy, type StrategyDraft } from "./strategy-draft";
import { type Reach, useReach } from "./use-reach";

/** How something goes out, while a person chooses it. */
export interface RolloutChoosing {
  isStaged: boolean;
  draft: StrategyDraft;
  setStaged: (isStaged: boolean) => void;
  setDraft: (draft: StrategyDraft) => void;
  /** Whom the stages reach now. */
  reach: Reach;
  /** Undefined: what is typed is no strategy. */
  choice: RolloutChoice | undefined;
}

/** Begins with the group's saved strategy; null: all at once. `isOpen`: whether it is looked at, and so worth asking whom it reaches. */
export function useRolloutChoice(at: { org: string; groupId: string }, saved: RolloutStrategy | null, isOpen = true): RolloutChoosing {
  const [isStaged, setStaged] = useState(saved !== null);
  const [draft, setDraft] = useState(() => draftOf(saved ?? DEFAULT_STRATEGY));
  const read = readStrategy(draft);
  const strategy = read.ok ? read.strategy : undefined;
  const reach = useReach(at, isOpen && isStaged ? strategy : undefined);
  return { isStaged, draft, setStaged, setDraft, reach, choice: isStaged ? strategy : "allAtOnce" };
}
