"use client";
import { type FormEvent, useState, useTransition } from "react";
import { FormError } from "../_shared/form-error";
import { NewPasswordField } from "../_shared/new-password-field";
import { tokenOfLink } from "../_shared/token-of-link";
import { settle } from "../_shared/use-form";
import { Button, Field } from "../_ui/controls";
import { type SetupState, setupAction } from "./actions";

export function SetupForm() {
  const [{ errors }, setState] = useState<SetupState>({ errors: {} });
  const [isPending, start] = useTransition();
  // Not a form action: React would empty the fields of a refused one.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    form.set("token", tokenOfLink());
    start(async () => {
      const outcome = await settle(() => setupAction(form));
      setState("errors" in outcome ? outcome : { errors: { token: outcome.error ?? "" } });
    });
  };
  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-3">
      <FormError result={errors.token ? { error: errors.token } : undefined} />
      <Field label="Your name" name="name" autoComplete="name" required error={errors.name} />
      <Field label="Email" name="email" type="email" autoComplete="username" required error={errors.email} />
      <Field
        label="Organization"
        name="orgName"
        autoComplete="organization"
        required
        error={errors.orgName}
        hint="The company or team whose gateways these are."
      />
      <NewPasswordField label="Password" name="password" error={errors.password} />
      <Button disabled={isPending}>{isPending ? "Setting up…" : "Set up Signalbox"}</Button>
    </form>
  );
}
