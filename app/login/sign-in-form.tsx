"use client";
import { FormError } from "../_shared/form-error";
import { useForm } from "../_shared/use-form";
import { Button, Field } from "../_ui/controls";
import { signInAction } from "./actions";

export function SignInForm({ next }: { next: string }) {
  const { form, isPending, onSubmit, elsewhere } = useForm(signInAction, []);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <input type="hidden" name="next" value={next} />
      <Field label="Email" name="email" type="email" autoComplete="username" required />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      <FormError result={elsewhere} />
      <Button disabled={isPending}>{isPending ? "Signing in…" : "Sign in"}</Button>
    </form>
  );
}
