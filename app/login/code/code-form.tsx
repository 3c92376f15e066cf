"use client";
import { useTransition } from "react";
import { FormError } from "../../_shared/form-error";
import { settle, useForm } from "../../_shared/use-form";
import { Button, Field } from "../../_ui/controls";
import { paths } from "../../paths";
import { showCodeAction, signOutAction } from "../actions";

export function CodeForm({ next }: { next: string }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(showCodeAction, ["code"]);
  const [isLeaving, start] = useTransition();
  const leave = () =>
    start(async () => {
      await settle(async () => ({ done: await signOutAction() }));
      window.location.assign(paths.login(next));
    });
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <input type="hidden" name="next" value={next} />
      <Field
        label="Code"
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        error={errorOf("code")}
        hint="Six digits from your authenticator app, or a recovery code."
      />
      <FormError result={elsewhere} />
      <Button disabled={isPending}>{isPending ? "Signing in…" : "Sign in"}</Button>
      <Button kind="quiet" type="button" disabled={isLeaving} onClick={leave}>
        Start over
      </Button>
    </form>
  );
}
