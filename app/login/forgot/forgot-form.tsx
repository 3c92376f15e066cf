"use client";
import { FormError } from "../../_shared/form-error";
import { useForm } from "../../_shared/use-form";
import { Button, Field } from "../../_ui/controls";
import { askForResetAction } from "../actions";

export function ForgotForm() {
  const { form, result, isPending, onSubmit, errorOf, elsewhere } = useForm(askForResetAction, ["email"]);
  if (result.isDone) {
    return (
      <p role="status">
        If an account with a password has this address, a mail with a link is on its way. The link is good once, for an hour. If no mail comes, ask an Admin or
        Owner of your organization for a link.
      </p>
    );
  }
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field label="Email" name="email" type="email" autoComplete="username" required error={errorOf("email")} hint="You get a link by mail." />
      <FormError result={elsewhere} />
      <Button disabled={isPending}>{isPending ? "One moment…" : "Mail me a link"}</Button>
    </form>
  );
}
