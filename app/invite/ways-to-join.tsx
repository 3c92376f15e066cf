"use client";
import { useState, useTransition } from "react";
import { FormError } from "../_shared/form-error";
import { settle, useForm } from "../_shared/use-form";
import type { FormResult } from "../_trpc/server";
import { Button, Field, LinkButton } from "../_ui/controls";
import { NewPasswordField } from "../_shared/new-password-field";
import type { SignInMethod } from "@/server/domain/sign-in-rules";
import { signInWithAction, signOutAction } from "../login/actions";
import { paths } from "../paths";
import { joinAction, joinAsNewAction } from "./actions";
import { keepToken } from "./link-token";

interface User {
  name: string;
  email: string;
}

/** For who is signed in as the person that is invited. */
export function JoinAsUser({ token, user }: { token: string; user: User }) {
  const [result, setResult] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const join = () => start(async () => setResult(await settle(() => joinAction(token))));
  return (
    <div className="flex flex-col gap-3">
      <p>
        Signed in here: {user.name} ({user.email}).
      </p>
      <FormError result={result} />
      <Button type="button" disabled={isPending} onClick={join}>
        {isPending ? "Joining…" : `Join as ${user.name}`}
      </Button>
    </div>
  );
}

/** For who is signed in as somebody else. */
export function SignOutFirst({ user, email, onSignedOut }: { user: User; email: string; onSignedOut: () => void }) {
  const [result, setResult] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const leave = () =>
    start(async () => {
      const outcome = await settle(async () => ({ done: await signOutAction() }));
      if ("error" in outcome) setResult(outcome);
      else onSignedOut();
    });
  return (
    <div className="flex flex-col gap-3">
      <p>
        Signed in here: {user.name} ({user.email}). The invitation is for {email}: sign out to join with that account, or ask for an invitation of your own.
      </p>
      <FormError result={result} />
      <Button kind="quiet" type="button" disabled={isPending} onClick={leave}>
        {isPending ? "Signing out…" : "Sign out"}
      </Button>
    </div>
  );
}

/** For who has an account and is not signed in: to the sign-in, and back here. */
export function SignInFirst({ token, email }: { token: string; email: string }) {
  return (
    <div className="flex flex-col gap-3" onClickCapture={() => keepToken(token)}>
      <p>{email} has an account here already. Sign in to join with it; you come back to this page.</p>
      <LinkButton href={paths.login(paths.invite())}>Sign in</LinkButton>
    </div>
  );
}

/** An account with a password: its address is the invitation's. */
function JoinAsNew({ token, email }: { token: string; email: string }) {
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(joinAsNewAction.bind(null, token), ["name", "password"]);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex flex-col gap-3">
      <Field label="Email" name="email" type="email" autoComplete="username" readOnly value={email} hint="The invitation is for this address." />
      <Field label="Your name" name="name" autoComplete="name" required error={errorOf("name")} />
      <NewPasswordField label="Password" name="password" error={errorOf("password")} />
      <FormError result={elsewhere} />
      <Button disabled={isPending}>{isPending ? "Joining…" : "Create your account and join"}</Button>
    </form>
  );
}

/** For who has no account yet: a password, or a provider that has verified the invitation's address; from there one comes back to this page. */
export function NewPerson({ token, email, ways }: { token: string; email: string; ways: readonly SignInMethod[] }) {
  const providers = ways.filter((each) => each !== "password");
  return (
    <div className="flex flex-col gap-3">
      {ways.includes("password") && <JoinAsNew token={token} email={email} />}
      {providers.length > 0 && (
        <p className="text-muted">
          {ways.includes("password") ? "Or without a password: sign" : "Sign"} in where {email} is your address, and come back to this page.
        </p>
      )}
      {providers.map((provider) => (
        <form key={provider} action={signInWithAction} onSubmit={() => keepToken(token)} className="flex flex-col">
          <input type="hidden" name="provider" value={provider} />
          <input type="hidden" name="next" value={paths.invite()} />
          <Button kind="quiet">Sign in with {provider === "oidc" ? "single sign-on" : "GitHub"}</Button>
        </form>
      ))}
    </div>
  );
}
