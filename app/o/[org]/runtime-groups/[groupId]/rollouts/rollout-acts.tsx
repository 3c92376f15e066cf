import { ConfirmButton } from "@/app/_shared/confirm-button";
import { ACT_WORDS, type PageAct } from "./act-words";
import { actAction } from "./actions";
import type { RolloutDetail } from "./load-rollouts";
import { reachCounts } from "./reach-counts";

const ORDER: readonly PageAct[] = ["approve", "resume", "pause", "promote", "rollBack", "abandon"];

/** What may be done to the rollout now, each asked about first with what happens to whom. */
export function RolloutActs({ at, rollout }: { at: { org: string; groupId: string }; rollout: RolloutDetail }) {
  const counts = reachCounts(rollout.progress?.stages ?? [], rollout.stage);
  const { id: rolloutId, revision } = rollout;
  return (
    <div className="flex flex-wrap gap-2">
      {ORDER.filter((act) => rollout.acts.includes(act)).map((act) => {
        const { label, title, text, done, isDanger } = ACT_WORDS[act](rollout, counts);
        return (
          <ConfirmButton
            key={act}
            label={label}
            title={title}
            done={done}
            isDanger={isDanger === true}
            action={actAction.bind(null, at, act, { rolloutId, revision })}
          >
            <div className="flex flex-col gap-2">
              {text.map((each) => (
                <p key={each}>{each}</p>
              ))}
            </div>
          </ConfirmButton>
        );
      })}
    </div>
  );
}
