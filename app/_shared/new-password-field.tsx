"use client";
import { Field } from "@/app/_ui/controls";

interface Props {
  label: string;
  name: string;
  error: string | undefined;
  /** What setting it does besides. */
  hint?: string;
}

/** Where somebody sets a password of theirs; the server's own rule says so again. */
export function NewPasswordField({ hint, ...rest }: Props) {
  const rule = "At least 12 characters.";
  return <Field {...rest} type="password" autoComplete="new-password" required minLength={12} hint={hint ? `${rule} ${hint}` : rule} />;
}
