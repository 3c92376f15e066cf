"use client";
import { useState } from "react";
import { Copyable } from "@/app/_shared/copyable";
import { FormError } from "@/app/_shared/form-error";
import { type FormOutcome, useForm } from "@/app/_shared/use-form";
import { Button, Field } from "@/app/_ui/controls";

export interface Begun {
  secret: string;
  svg: string;
}
export type BeginAction = (form: FormData) => Promise<FormOutcome & { begun?: Begun }>;
export type CodesAction = (form: FormData) => Promise<FormOutcome & { codes?: string[] }>;

interface Props {
  hasPassword: boolean;
  begin: BeginAction;
  confirm: CodesAction;
  onCodes: (codes: string[]) => void;
}

/** The field of a code of the app, or of a recovery code. */
export const CodeField = ({ error, hint }: { error: string | undefined; hint: string }) => (
  <Field label="Code" name="code" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} required error={error} hint={hint} />
);

/** The field of the person's password; nothing for who has none. */
export const PasswordField = ({ hasPassword, error }: { hasPassword: boolean; error: string | undefined }) =>
  hasPassword ? <Field label="Your password" name="password" type="password" autoComplete="current-password" required error={error} /> : null;

function Begin({ hasPassword, begin, onBegun }: Pick<Props, "hasPassword" | "begin"> & { onBegun: (begun: Begun) => void }) {
  const send = async (form: FormData) => {
    const outcome = await begin(form);
    if (outcome.begun) onBegun(outcome.begun);
    return outcome;
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, ["password"]);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <PasswordField hasPassword={hasPassword} error={errorOf("password")} />
      <FormError result={elsewhere} />
      <div>
        <Button disabled={isPending}>Set up a second factor</Button>
      </div>
    </form>
  );
}

function Confirm({ begun, confirm, onCodes }: Pick<Props, "confirm" | "onCodes"> & { begun: Begun }) {
  const send = async (form: FormData) => {
    const outcome = await confirm(form);
    if (outcome.codes) onCodes(outcome.codes);
    return outcome;
  };
  const { form, isPending, onSubmit, errorOf, elsewhere } = useForm(send, ["code"]);
  return (
    <form ref={form} method="post" onSubmit={onSubmit} className="flex max-w-md flex-col gap-3">
      <p>Scan this with an authenticator app, or type the key into it. Then give the code that it shows.</p>
      <img
        src={`data:image/svg+xml,${encodeURIComponent(begun.svg)}`}
        alt="QR code of the key below"
        width={192}
        height={192}
        className="rounded-md border border-line"
      />
      <p className="wrap-anywhere">
        <Copyable text={begun.secret} label="the key" />
      </p>
      <CodeField error={errorOf("code")} hint="Six digits. Every other browser is signed out." />
      <FormError result={elsewhere} />
      <div>
        <Button disabled={isPending}>Turn it on</Button>
      </div>
    </form>
  );
}

/** Sets a second factor up, in two steps; ends with the recovery codes. */
export function SetUpSecondFactor({ hasPassword, begin, confirm, onCodes }: Props) {
  const [begun, setBegun] = useState<Begun>();
  return begun ? <Confirm begun={begun} confirm={confirm} onCodes={onCodes} /> : <Begin hasPassword={hasPassword} begin={begin} onBegun={setBegun} />;
}
