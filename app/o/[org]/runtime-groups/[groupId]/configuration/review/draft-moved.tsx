import { SeenNotice } from "@/app/_shared/seen-notice";
import { Moment } from "@/app/_ui/time";
import type { DraftStep } from "@/server/domain/draft";

/** Steps of a draft, a line each. */
export function StepLines({ steps }: { steps: readonly DraftStep[] }) {
  return (
    <ul className="mt-1 list-disc pl-5 text-[13px] text-muted">
      {steps.slice(0, 10).map((step) => (
        <li key={step.revision} className="break-words">
          {step.authorName}, <Moment at={step.at} />: {step.title}
        </li>
      ))}
      {steps.length > 10 && <li>and {steps.length - 10} more</li>}
    </ul>
  );
}

/** That somebody changed the draft while it was reviewed, who and what; nothing of it is published before the reader says that it was seen. */
export function DraftMoved({ steps, onSeen }: { steps: readonly DraftStep[]; onSeen: () => void }) {
  return (
    <SeenNotice onSeen={onSeen}>
      <p>The draft changed while you reviewed it. What is shown above is new already; look again before you publish.</p>
      {steps.length > 0 && <StepLines steps={steps} />}
    </SeenNotice>
  );
}
