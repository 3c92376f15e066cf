"use client";
import { countText } from "@/app/_shared/count-text";
import { Field } from "@/app/_ui/controls";

/** How an import meets what the draft holds. `tag`: only entities that carry it are replaced; empty: only those that the files name. */
export interface Mode {
  mode: "replace" | "merge";
  tag: string;
}

interface Props {
  mode: Mode;
  /** Of the draft now. */
  entities: number;
  onChange: (mode: Mode) => void;
}

/** Whether the files become the whole draft, or are merged into it. */
export function ImportMode({ mode, entities, onChange }: Props) {
  const options = [
    ["merge", "Merge into the draft", "Entities of the same name or ID are replaced, new ones are added, all others stay."],
    [
      "replace",
      "Replace the draft",
      `The files become the whole draft. What they do not hold is deleted${entities > 0 ? `, of ${countText(entities, "entity")} now` : ""}.`,
    ],
  ] as const;
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">How</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map(([value, name, text]) => (
          <label key={value} className="flex items-start gap-2 rounded-md border border-line p-3 has-checked:border-accent has-checked:bg-hover">
            <input type="radio" name="mode" value={value} checked={mode.mode === value} onChange={() => onChange({ ...mode, mode: value })} className="mt-1" />
            <span>
              <span className="font-medium">{name}</span>
              <span className="block text-[13px] text-muted">{text}</span>
            </span>
          </label>
        ))}
      </div>
      {mode.mode === "merge" && (
        <div className="max-w-sm">
          <Field
            label="Only for a tag (optional)"
            name="tag"
            maxLength={128}
            autoComplete="off"
            value={mode.tag}
            onChange={(event) => onChange({ ...mode, tag: event.target.value })}
            hint="The files then hold all that carries this tag: tagged entities that they leave out are deleted, as decK does with select_tags."
          />
        </div>
      )}
    </fieldset>
  );
}
