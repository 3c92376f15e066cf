"use client";
import { type KeyboardEvent, useId, useRef } from "react";
import { Button, Field, Notice, SelectField } from "@/app/_ui/controls";
import { StageRow } from "./stage-row";
import { draftOf, readStrategy, type StrategyDraft, withMoved, withStage } from "./strategy-draft";
import { STRATEGY_TEMPLATES } from "./strategy-templates";
import type { Reach } from "./use-reach";

interface Props {
  draft: StrategyDraft;
  onChange: (draft: StrategyDraft) => void;
  /** Whom it reaches now. */
  reach: Reach;
}

/** Puts a template's stages in place of those that are here. */
function Templates({ onChange }: Pick<Props, "onChange">) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-[13px]">
      <span className="text-muted">Start from</span>
      {STRATEGY_TEMPLATES.map(([name, strategy]) => (
        <button
          key={name}
          type="button"
          className="min-h-7 rounded-md border border-line bg-raised px-2 hover:bg-hover"
          onClick={() => onChange(draftOf(strategy))}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

/** Enter in a field of a stage is no publish of the form around it. */
function keepForm(event: KeyboardEvent) {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

/** Writes a strategy: its stages as rows, what it tolerates, and what follows on a halt; what is wrong stands at its field. */
export function StrategyEditor({ draft, onChange, reach }: Props) {
  const heading = useId();
  const adding = useRef<HTMLButtonElement>(null);
  const { stages } = draft;
  const read = readStrategy(draft);
  const errorOf = (place: string) => (read.ok ? undefined : read.errors.get(place));
  return (
    <section aria-labelledby={heading} onKeyDown={keepForm} className="@container flex min-w-0 flex-col gap-2">
      <h3 id={heading} className="sr-only">
        Stages
      </h3>
      <Templates onChange={onChange} />
      <div className="flex flex-col">
        {stages.map((stage, index) => (
          <StageRow
            key={stage.key}
            stage={stage}
            index={index}
            count={stages.length}
            reach={reach.stages?.[index]}
            errorOf={errorOf}
            onChange={(next) => onChange({ ...draft, stages: stages.with(index, next) })}
            onMove={(by) => onChange(withMoved(draft, index, by))}
            onRemove={() => {
              onChange({ ...draft, stages: stages.toSpliced(index, 1) });
              adding.current?.focus();
            }}
          />
        ))}
      </div>
      {errorOf("stages") && <p className="text-[13px] text-danger">{errorOf("stages")}</p>}
      {reach.failure && <Notice tone="warn">Whom each stage reaches could not be read: {reach.failure}</Notice>}
      <div>
        <Button ref={adding} kind="quiet" type="button" onClick={() => onChange(withStage(draft))}>
          Add a stage
        </Button>
      </div>
      <div className="border-t border-line pt-3">
        <div className="grid gap-x-3 gap-y-2 @md:grid-cols-2 @3xl:max-w-xl">
          <Field
            label="May fail, %"
            name="toleratedPercent"
            inputMode="numeric"
            autoComplete="off"
            value={draft.toleratedPercent}
            onChange={(event) => onChange({ ...draft, toleratedPercent: event.target.value })}
            hint="Of those reached: refuse it, turn not ready or vanish. 0: the first one halts it."
            error={errorOf("toleratedPercent")}
          />
          <SelectField
            label="When it halts"
            name="onHalt"
            value={draft.onHalt}
            // safe because these are the two options
            onChange={(event) => onChange({ ...draft, onHalt: event.target.value as StrategyDraft["onHalt"] })}
            hint={
              draft.onHalt === "hold"
                ? "Everybody keeps what they have until a person decides."
                : "What was before goes to all at once, as a new config version."
            }
          >
            <option value="hold">hold, and wait for a person</option>
            <option value="rollBack">roll back by itself</option>
          </SelectField>
        </div>
      </div>
    </section>
  );
}
