"use client";
import { type FormEvent, useState, useTransition } from "react";
import { Button, Field } from "../_ui/controls";
import { type SignInState, signInAction } from "./actions";

export function SignInForm({ next }: { next: string }) {
  const [state, setState] = useState<SignInState>({});
  const [isPending, start] = useTransition();
  // Not a form action: React would empty the fields of a refused one.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => setState((await signInAction(form)) ?? {}));
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      <input type="hidden" name="next" value={next} />
      <Field label="Email" name="email" type="email" autoComplete="username" required />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      {state.error && <p role="alert" className="text-danger">{state.error}</p>}
      <Button disabled={isPending}>{isPending ? "Signing in…" : "Sign in"}</Button>
    </form>
  );
}
