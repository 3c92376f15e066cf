"use client";
import { FormError } from "../_shared/form-error";
import { NewPasswordField } from "../_shared/new-password-field";
import { tokenOfLink } from "../_shared/token-of-link";
import { useForm } from "../_shared/use-form";
import { Button } from "../_ui/controls";
import { resetPasswordAction } from "./actions";

export function ResetForm() {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm((given) => resetPasswordAction(tokenOfLink(), given), ["password"]);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <NewPasswordField label="New password" name="password" error={errorOf("password")} hint="Every browser that is signed in is signed out." />
      <FormError result={elsewhere} />
      <Button disabled={isPending}>{isPending ? "One moment…" : "Set the new password"}</Button>
    </form>
  );
}
