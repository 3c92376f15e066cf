import { Card } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import type { RolloutStepKind } from "@/server/domain/rollout/rollout";
import type { RolloutDetail } from "../load-rollouts";

const WORDS: Record<RolloutStepKind, (stage: string) => string> = {
  started: (stage) => `started, with ${stage}`,
  passed: (stage) => `found the gate of ${stage} to hold`,
  advanced: (stage) => `went on to ${stage}`,
  approved: (stage) => `approved ${stage}`,
  paused: (stage) => `paused it in ${stage}`,
  resumed: (stage) => `resumed it in ${stage}`,
  halted: (stage) => `halted it in ${stage}`,
  promoted: () => "promoted it to everybody",
  completed: () => "completed it",
  rolledBack: (stage) => `rolled it back, from ${stage}`,
  abandoned: (stage) => `abandoned it in ${stage}`,
  superseded: (stage) => `superseded it in ${stage}, by another publish`,
};

/** What happened to the rollout, newest first: who, when and why. */
export function Timeline({ rollout, now }: { rollout: RolloutDetail; now: number }) {
  return (
    <Card title="Timeline">
      <ol className="max-h-96 overflow-y-auto" tabIndex={0} aria-label="Timeline">
        {rollout.steps.toReversed().map(({ revision, kind, stage, actor, detail, at }) => (
          <li key={revision} className="flex gap-x-3 border-line py-1.5 not-first:border-t">
            <span className="w-20 shrink-0 text-muted">
              <Time at={at} now={now} />
            </span>
            <span className="min-w-0 break-words">
              {actor} {WORDS[kind](`stage ${stage + 1}`)}
              {detail && <span className="text-muted">: {detail}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}
