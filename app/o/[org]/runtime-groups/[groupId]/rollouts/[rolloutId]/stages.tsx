import { gateText } from "@/app/_shared/rollout/strategy-text";
import { Labels } from "@/app/_shared/labels";
import { Card } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import type { StageReach } from "@/server/domain/rollout/strategy";
import type { RolloutDetail } from "../load-rollouts";
import { STANDING_LOOKS, StandingBadge, StandingCounts, STANDINGS_SHOWN } from "../standing-counts";
import { stageMark } from "./stage-mark";

const Whom = ({ reach }: { reach: StageReach }) =>
  "percent" in reach ? (
    <span className="tabular-nums">{reach.percent} %</span>
  ) : (
    <span className="inline-block align-middle">
      <Labels labels={reach.selector} isAll />
    </span>
  );

/** When a stage began; null: it has not, or reached nobody. */
const beganAt = ({ steps }: RolloutDetail, index: number): number | null =>
  steps.find(({ kind, stage }) => stage === index && (kind === "advanced" || kind === "started"))?.at ?? null;

function Stage({ rollout, index, now }: { rollout: RolloutDetail; index: number; now: number }) {
  const stage = rollout.strategy.stages[index];
  if (!stage) return null;
  const tally = rollout.progress?.stages[index];
  const [shape, tone, word] = stageMark(rollout, index);
  const began = beganAt(rollout, index);
  return (
    <li
      aria-current={rollout.progress && index === rollout.stage ? "step" : undefined}
      className={`grid gap-x-5 gap-y-1 border-line py-2.5 not-first:border-t ${tally ? "md:grid-cols-[13rem_minmax(0,1fr)_minmax(0,17rem)]" : "md:grid-cols-[minmax(0,1fr)_minmax(0,24rem)]"}`}
    >
      <div className="flex flex-wrap items-baseline gap-x-2 md:block">
        <p className="font-medium">
          Stage {index + 1} <span className="font-normal text-muted">reaches</span> <Whom reach={stage.reach} />
        </p>
        <p className={`text-[13px] ${tone}`}>
          <span aria-hidden="true">{shape}</span> {word}
          {began !== null && (
            <span className="text-muted">
              , began <Time at={began} now={now} />
            </span>
          )}
        </p>
      </div>
      {tally && (
        <div className="min-w-0 md:pt-1.5">
          <StandingCounts stages={[tally]} />
        </div>
      )}
      <p className="text-[13px] text-muted">
        {index === rollout.stages - 1 ? "Completes" : "Goes on"} when {gateText(stage.gate)}.
      </p>
    </li>
  );
}

/** Stage by stage: whom it reaches, how many stand where, and what its gate waits for. */
export function Stages({ rollout, now }: { rollout: RolloutDetail; now: number }) {
  return (
    <Card title="Stages">
      <ol className="-my-2.5">
        {rollout.strategy.stages.map((_, index) => (
          <Stage key={index} rollout={rollout} index={index} now={now} />
        ))}
      </ol>
      {rollout.progress && (
        <details className="mt-3 text-[13px]">
          <summary className="text-muted">What these words mean</summary>
          <dl className="mt-1 grid gap-x-4 gap-y-0.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
            {STANDINGS_SHOWN.map((standing) => (
              <div key={standing} className="contents">
                <dt>
                  <StandingBadge standing={standing} />
                </dt>
                <dd className="text-muted">{STANDING_LOOKS[standing].means}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </Card>
  );
}
