"use client";
import { useActionState } from "react";
import { Button, Field } from "../_ui/controls";
import { signInAction } from "./actions";

export function SignInForm({ next }: { next: string }) {
  const [state, action, isPending] = useActionState(signInAction, {});
  return (
    <form action={action} className="flex flex-col gap-3">
      <input type="hidden" name="next" value={next} />
      <Field label="Email" name="email" type="email" autoComplete="username" required defaultValue={state.email} />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required error={state.error} />
      <Button disabled={isPending}>{isPending ? "Signing in…" : "Sign in"}</Button>
    </form>
  );
}
