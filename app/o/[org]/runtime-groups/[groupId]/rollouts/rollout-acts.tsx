import { load } from "@/app/_trpc/server";
import { ActButton } from "./act-button";
import { ACT_WORDS, type PageAct } from "./act-words";
import type { RolloutDetail } from "./load-rollouts";
import { reachCounts } from "./reach-counts";

const ORDER: readonly PageAct[] = ["approve", "resume", "pause", "promote", "rollBack", "abandon"];
/** A freeze holds what gives the new config version to more instances. */
const FREEZABLE: readonly PageAct[] = ["resume", "promote"];

interface Props {
  at: { org: string; groupId: string };
  rollout: RolloutDetail;
  /** Whether the viewer may act in spite of a freeze. */
  mayOverride: boolean;
}

/** What may be done to the rollout now, each asked about first with what happens to whom. */
export async function RolloutActs({ at, rollout, mayOverride }: Props) {
  const acts = ORDER.filter((act) => rollout.acts.includes(act));
  if (acts.length === 0) return null;
  const { freeze } = await load((api) => api.groupFreezeWindows.getFreeze(at));
  const counts = reachCounts(rollout.progress?.stages ?? [], rollout.stage);
  const seen = { rolloutId: rollout.id, revision: rollout.revision };
  return (
    <div className="flex flex-wrap gap-2">
      {acts.map((act) => {
        const words = ACT_WORDS[act](rollout, counts);
        return <ActButton key={act} {...{ at, act, words, seen, mayOverride }} freeze={FREEZABLE.includes(act) ? freeze : null} />;
      })}
    </div>
  );
}
