import type { FieldDiff } from "@/server/domain/configuration/diff-fields";
import { printable } from "@/server/domain/configuration/printable";
import type { Change } from "./change-counts";

/** A field's path as people read it: `config.limits[2].key`, lists counted from 1. */
export const fieldText = (path: readonly (string | number)[]): string =>
  path.map((part, index) => (typeof part === "number" ? `[${part + 1}]` : `${index > 0 ? "." : ""}${part}`)).join("") || "the whole entity";

function valueText(value: unknown): string {
  if (value === undefined) return "not set";
  if (typeof value === "string") return value === "" ? '""' : value.split("\n").map(printable).join("\n");
  if (Array.isArray(value) && value.every((each) => typeof each !== "object" || each === null)) return value.length === 0 ? "[]" : printable(value.join(", "));
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : String(value);
}

const TONES = { before: ["−", "text-danger", "old: "], after: ["+", "text-ok", "new: "] } as const;

function Value({ value, side }: { value: unknown; side: keyof typeof TONES }) {
  const [sign, tone, word] = TONES[side];
  const isAbsent = value === undefined;
  return (
    <span className="flex min-w-0 gap-1.5">
      <span aria-hidden="true" className={`font-bold ${tone}`}>
        {sign}
      </span>
      <span className="sr-only">{word}</span>
      <span className={`min-w-0 break-all whitespace-pre-wrap ${isAbsent ? "text-muted italic" : "font-mono text-[12.5px]"}`}>{valueText(value)}</span>
    </span>
  );
}

function Values({ field, change }: { field: FieldDiff; change: Change }) {
  const isBoth = change === "changed" || change === "renamed";
  if (field.isSecret && isBoth) {
    const what = field.before === undefined ? "set" : field.after === undefined ? "taken away" : "changed";
    return <span className="text-muted sm:col-span-2">secret, {what}: its value is not shown</span>;
  }
  if (field.isSecret) return <span className="text-muted sm:col-span-2">secret: its value is not shown</span>;
  return (
    <>
      {(isBoth || change === "deleted") && <Value value={field.before} side="before" />}
      {(isBoth || change === "created") && <Value value={field.after} side="after" />}
    </>
  );
}

/** The fields of one entity's change, a line each: old and new beside each other, below each other on a narrow page. */
export function FieldDiffs({ diff }: { diff: { change: Change; fields: readonly FieldDiff[] } }) {
  if (diff.fields.length === 0) return <p className="text-[13px] text-muted">No field differs but its place among its siblings.</p>;
  return (
    <dl className="text-[13px]">
      {diff.fields.map((field) => (
        <div
          key={field.path.join("\n")}
          className="grid gap-x-4 gap-y-0.5 border-line py-1 sm:grid-cols-[12rem_minmax(0,1fr)_minmax(0,1fr)] [&:not(:first-child)]:border-t"
        >
          <dt className="break-all text-muted">{fieldText(field.path)}</dt>
          <dd className="contents">
            <Values field={field} change={diff.change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
