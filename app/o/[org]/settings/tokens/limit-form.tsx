"use client";
import { SaveRow } from "@/app/_shared/save-row";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { Field } from "@/app/_ui/controls";
import { LONGEST_DAYS } from "@/server/domain/access-token";

/** How long the organization lets tokens live. */
export function LimitForm({ action, longestDays }: { action: FormAction; longestDays: number }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["longestDays"]);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <Field
        label="Tokens live at most (days)"
        name="longestDays"
        type="number"
        required
        min={1}
        max={LONGEST_DAYS}
        defaultValue={longestDays}
        hint="A shorter time holds for the tokens that there are as well, counted from their making; who makes it longer again gives those their time back. To end a token for good, revoke it."
        error={errorOf("longestDays")}
      />
      <SaveRow button="Save" elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
