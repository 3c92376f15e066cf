"use client";
import { SaveRow } from "@/app/_shared/save-row";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { SelectField } from "@/app/_ui/controls";

const CHOICES = [
  [90, "90 days"],
  [365, "1 year"],
  [730, "2 years"],
  [2555, "7 years"],
] as const;

/** For how long the activity is kept. A number of days that was set elsewhere is one of the choices. */
export function KeepActivity({ action, keptDays }: { action: FormAction; keptDays: number | null }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["keptDays"]);
  const isOther = keptDays !== null && !CHOICES.some(([days]) => days === keptDays);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <SelectField label="Keep the activity for" name="keptDays" defaultValue={keptDays ?? ""} error={errorOf("keptDays")}>
        <option value="">ever</option>
        {isOther && <option value={keptDays}>{keptDays} days</option>}
        {CHOICES.map(([days, text]) => (
          <option key={days} value={days}>
            {text}
          </option>
        ))}
      </SelectField>
      <SaveRow button="Save" elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
