"use client";
import { useActionState, useEffect, useRef } from "react";
import { Button, Field } from "../_ui/controls";
import { setupAction } from "./actions";

export function SetupForm() {
  const [{ errors, values }, action, isPending] = useActionState(setupAction, { errors: {}, values: {} });
  const token = useRef<HTMLInputElement>(null);
  // The token is in the fragment, which browsers send to no server.
  useEffect(() => {
    if (token.current) token.current.value = new URLSearchParams(window.location.hash.slice(1)).get("token") ?? "";
  });
  return (
    <form action={action} className="flex flex-col gap-3">
      <input type="hidden" name="token" ref={token} />
      {errors.token && <p role="alert" className="text-danger">{errors.token}</p>}
      <Field label="Your name" name="name" autoComplete="name" required defaultValue={values.name} error={errors.name} />
      <Field label="Email" name="email" type="email" autoComplete="username" required defaultValue={values.email} error={errors.email} />
      <Field label="Organization" name="orgName" autoComplete="organization" required defaultValue={values.orgName} error={errors.orgName} hint="The company or team whose gateways these are." />
      <Field label="Password" name="password" type="password" autoComplete="new-password" required error={errors.password} hint="At least 12 characters." />
      <Button disabled={isPending}>{isPending ? "Setting up…" : "Set up Signalbox"}</Button>
    </form>
  );
}
