import type { ReactNode } from "react";
import { countText } from "@/app/_shared/count-text";
import { Field, SelectField } from "@/app/_ui/controls";
import { StageTools } from "./stage-tools";
import type { StageDraft } from "./strategy-draft";
import type { StageReach } from "./use-reach";

interface Props {
  stage: StageDraft;
  index: number;
  /** Of all stages. */
  count: number;
  /** Whom it reaches now; undefined: not told. */
  reach: StageReach | undefined;
  errorOf: (field: string) => string | undefined;
  onChange: (stage: StageDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

const Warning = ({ children }: { children: ReactNode }) => (
  <span className="text-warn">
    <span aria-hidden="true">!</span> {children}
  </span>
);

/** How many instances a stage reaches now, that none before it does. */
function Reached({ stage, reach, isFirst }: { stage: StageDraft; reach: StageReach | undefined; isFirst: boolean }): ReactNode {
  if (!reach) return <span className="text-muted">…</span>;
  if (reach.reached === 0)
    return (
      <Warning>
        reaches nobody {isFirst ? "" : "more "}now: {stage.needsApproval ? "waits for the approval alone" : "passes at once"}
      </Warning>
    );
  if (stage.by !== "percent" && reach.held + reach.away === reach.reached)
    return <Warning>{countText(reach.reached, "instance")} now, all pinned, paused or away: waits until one can take it</Warning>;
  const left = [reach.held > 0 && `${reach.held} pinned or paused`, reach.away > 0 && `${reach.away} away`].filter(Boolean).join(", ");
  return (
    <span className="text-muted">
      {isFirst ? "" : "+ "}
      <span className="font-medium text-ink tabular-nums">{countText(reach.reached, "instance")}</span> now{left && `, ${left}`}
    </span>
  );
}

/** One stage of a strategy: whom it reaches and what its gate waits for. */
export function StageRow({ stage, index, count, reach, errorOf, onChange, onMove, onRemove }: Props) {
  const path = `stages.${index}`;
  const number = (name: "appliedPercent" | "readyMinutes" | "timeLimitMinutes", label: string) => (
    <Field
      label={label}
      name={`${path}.gate.${name}`}
      inputMode="numeric"
      autoComplete="off"
      value={stage[name]}
      onChange={(event) => onChange({ ...stage, [name]: event.target.value })}
      error={errorOf(`${path}.gate.${name}`)}
    />
  );
  const isPercent = stage.by === "percent";
  return (
    <fieldset className="min-w-0 border-t border-line py-3 first:border-t-0">
      <legend className="float-left mb-2 min-h-9 content-center font-semibold">Stage {index + 1}</legend>
      <div className="mb-2 flex min-h-9 items-center justify-between gap-x-3 pl-3">
        <span role="status" className="text-[13px]">
          <Reached stage={stage} reach={reach} isFirst={index === 0} />
        </span>
        <StageTools index={index} count={count} onMove={onMove} onRemove={onRemove} />
      </div>
      <div className="clear-both grid grid-cols-2 gap-x-3 gap-y-2 @3xl:grid-cols-[8.5rem_minmax(9rem,1fr)_7.5rem_7.5rem_8rem_auto]">
        <SelectField
          label="Reaches"
          name={`${path}.by`}
          value={stage.by}
          // safe because these are the two options
          onChange={(event) => onChange({ ...stage, by: event.target.value as StageDraft["by"] })}
        >
          <option value="percent">percent</option>
          <option value="labels">labels</option>
        </SelectField>
        <Field
          label={isPercent ? "Up to, % of all" : "Labels"}
          name={`${path}.reach`}
          inputMode={isPercent ? "numeric" : undefined}
          autoComplete="off"
          placeholder={isPercent ? undefined : "stage=canary, region=eu"}
          value={isPercent ? stage.percent : stage.labels}
          onChange={(event) => onChange({ ...stage, [isPercent ? "percent" : "labels"]: event.target.value })}
          error={errorOf(`${path}.reach`)}
        />
        {number("appliedPercent", "Must run it, %")}
        {number("readyMinutes", "Ready for, min")}
        {number("timeLimitMinutes", "Time limit, min")}
        <label className="flex min-h-9 items-center gap-2 self-start @3xl:mt-6">
          <input type="checkbox" checked={stage.needsApproval} onChange={(event) => onChange({ ...stage, needsApproval: event.target.checked })} />
          Needs approval
        </label>
      </div>
    </fieldset>
  );
}
