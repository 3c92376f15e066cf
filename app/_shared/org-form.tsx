"use client";
import { Button, Field } from "@/app/_ui/controls";
import { FormError } from "./form-error";
import { type FormAction, useForm } from "./use-form";

/** Creates an organization, or renames one where `name` is given. */
export function OrgForm({ action, button, name }: { action: FormAction; button: string; name?: string }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["name"]);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <Field label="Organization name" name="name" required maxLength={100} autoComplete="off" defaultValue={name} error={errorOf("name")} />
      <FormError result={elsewhere} />
      <div className="flex items-center gap-3">
        <Button disabled={isPending}>{button}</Button>
        {result.isDone && (
          <span role="status" className="text-ok">
            Saved.
          </span>
        )}
      </div>
    </form>
  );
}
