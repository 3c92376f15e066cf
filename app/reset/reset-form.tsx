"use client";
import { FormError } from "../_shared/form-error";
import { useForm } from "../_shared/use-form";
import { Button, Field } from "../_ui/controls";
import { resetPasswordAction } from "./actions";

/** The token is in the fragment, which browsers send to no server. */
const tokenOfLink = (): string => new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";

export function ResetForm() {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm((given) => resetPasswordAction(tokenOfLink(), given), ["password"]);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={12}
        error={errorOf("password")}
        hint="At least 12 characters. Every browser that is signed in is signed out."
      />
      <FormError result={elsewhere} />
      <Button disabled={isPending}>{isPending ? "One moment…" : "Set the new password"}</Button>
    </form>
  );
}
