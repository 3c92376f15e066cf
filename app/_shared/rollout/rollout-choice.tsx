"use client";
import type { ReactNode } from "react";
import { countText } from "@/app/_shared/count-text";
import { StrategyEditor } from "./strategy-editor";
import { firstText, haltedText, strategyText } from "./strategy-text";
import type { RolloutChoosing } from "./use-rollout-choice";

interface Props {
  choosing: RolloutChoosing;
  /** Of the group. */
  instances: number;
  legend: string;
  /** Why nothing can be staged; absent: it can. */
  unstageable?: string | undefined;
  /** Whether the stages are in sight at once. */
  isOpen?: boolean;
}

function Option({ name, isChosen, isDisabled = false, onChoose, children }: OptionProps) {
  return (
    <label className={`flex gap-2 py-1 ${isDisabled ? "cursor-not-allowed" : ""}`}>
      <input type="radio" name="rollout" className="mt-1 shrink-0 self-start" checked={isChosen} disabled={isDisabled} onChange={onChoose} />
      <span className="min-w-0">
        <span className={`font-medium ${isDisabled ? "text-muted" : ""}`}>{name}</span> <span className="text-muted">{children}</span>
      </span>
    </label>
  );
}

interface OptionProps {
  name: string;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose: () => void;
  children: ReactNode;
}

/** The stages in a line, what follows on a halt, and who gets it first. */
function Told({ choosing }: Pick<Props, "choosing">) {
  const { choice, reach } = choosing;
  if (choice === undefined || choice === "allAtOnce") return <p className="text-danger">Mend the stages below first.</p>;
  return (
    <>
      <p>
        {strategyText(choice)}
        <span className="text-muted">. {haltedText(choice)}</span>
      </p>
      <p role="status">{reach.stages ? firstText(reach.stages, reach.fromVersion) : (reach.failure ?? "Counting whom it reaches…")}</p>
    </>
  );
}

/** Chooses how something goes out, all at once or staged, and says who gets it first. */
export function RolloutChoiceFields({ choosing, instances, legend, unstageable, isOpen = false }: Props) {
  const { isStaged, setStaged } = choosing;
  const editor = <StrategyEditor draft={choosing.draft} onChange={choosing.setDraft} reach={choosing.reach} />;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      <Option name="All at once." isChosen={!isStaged} onChoose={() => setStaged(false)}>
        {instances === 0 ? "No instance is here yet; each one added later runs it." : `Goes to ${countText(instances, "instance")} at once.`}
      </Option>
      <Option name="Staged." isChosen={isStaged} isDisabled={unstageable !== undefined} onChoose={() => setStaged(true)}>
        {unstageable ?? "Meets a few instances first, proves itself there, goes on by itself, and stops by itself where one fails."}
      </Option>
      {isStaged && (
        <div className="mt-1 ml-5 flex min-w-0 flex-col gap-2 border-l-2 border-line pl-3 max-sm:ml-0">
          <Told choosing={choosing} />
          {isOpen ? (
            editor
          ) : (
            <details className="min-w-0">
              <summary className="min-h-6 text-accent">Change the stages for this time</summary>
              <div className="pt-2">{editor}</div>
            </details>
          )}
        </div>
      )}
    </fieldset>
  );
}
