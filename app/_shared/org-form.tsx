"use client";
import { Field } from "@/app/_ui/controls";
import { SaveRow } from "./save-row";
import { type FormAction, useForm } from "./use-form";

/** Creates an organization, or renames one where `name` is given. */
export function OrgForm({ action, button, name }: { action: FormAction; button: string; name?: string }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["name"]);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <Field label="Organization name" name="name" required maxLength={100} autoComplete="off" defaultValue={name} error={errorOf("name")} />
      <SaveRow button={button} elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
