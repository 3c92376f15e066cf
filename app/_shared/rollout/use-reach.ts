"use client";
import { useEffect, useState } from "react";
import { failureOf, trpc } from "@/app/_trpc/client";
import type { RolloutStrategy } from "@/server/domain/rollout/strategy";

/** How many instances a stage reaches that none before it does; `held`, `away` and `takenBack` are among them; the last go back to the reach's `fromVersion` until the stage. */
export interface StageReach {
  reached: number;
  held: number;
  away: number;
  takenBack: number;
}

/** Whom a strategy reaches now, stage by stage. Undefined: not told so far. */
export interface Reach {
  stages?: readonly StageReach[] | undefined;
  /** What who is not reached has until then; null: nothing. */
  fromVersion?: number | null;
  failure?: string;
}

const TYPING_MS = 250;

/** Asks whom a strategy would reach now, a moment after the last change of it; undefined: what is typed is no strategy. */
export function useReach(at: { org: string; groupId: string }, strategy: RolloutStrategy | undefined): Reach {
  const { org, groupId } = at;
  const wanted = strategy && JSON.stringify(strategy);
  const [told, setTold] = useState<Reach & { of?: string }>({});
  useEffect(() => {
    if (wanted === undefined) return;
    let isOver = false;
    const timer = setTimeout(async () => {
      // safe because it is the text of a strategy, from just above
      const asked = JSON.parse(wanted) as RolloutStrategy;
      const answer: Reach = await trpc.rollouts.preview
        .query({ org, groupId, strategy: asked })
        .catch((error: unknown) => ({ failure: failureOf(error).message }));
      if (!isOver) setTold({ ...answer, of: wanted });
    }, TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [org, groupId, wanted]);
  return told.of === wanted ? told : {};
}
