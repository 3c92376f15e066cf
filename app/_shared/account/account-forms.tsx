"use client";
import { SaveRow } from "@/app/_shared/save-row";
import { type FormAction, useForm } from "@/app/_shared/use-form";
import { NewPasswordField } from "@/app/_shared/new-password-field";
import { Field } from "@/app/_ui/controls";

/** The name by which the person is shown from now on. */
export function NameForm({ action, name }: { action: FormAction; name: string }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["name"]);
  return (
    <form ref={form} onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <Field label="Your name" name="name" required maxLength={100} autoComplete="name" defaultValue={name} error={errorOf("name")} />
      <SaveRow button="Save" elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}

/** A new password, for who knows the present one. */
export function PasswordForm({ action, email }: { action: FormAction; email: string }) {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(action, ["current", "next"], () => form.current?.reset());
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      {/* For who keeps passwords: whose this one is. */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Field label="Present password" name="current" type="password" autoComplete="current-password" required error={errorOf("current")} />
      <NewPasswordField label="New password" name="next" error={errorOf("next")} hint="Every other browser is signed out." />
      <SaveRow button="Change password" elsewhere={elsewhere} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
