"use client";
import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState, useTransition } from "react";
import type { FormResult } from "@/app/_trpc/server";

export type FormOutcome = FormResult & { isDone?: boolean };
export type FormAction = (form: FormData) => Promise<FormOutcome>;

const UNREACHABLE: FormOutcome = { error: "Signalbox cannot be reached. Nothing you typed is lost; try again." };

/** Runs a mutation; that the server cannot be reached becomes words as well, so that no page is lost to it. */
export async function settle<T extends object>(mutation: () => Promise<T>): Promise<T | FormOutcome> {
  try {
    return await mutation();
  } catch (error) {
    unstable_rethrow(error);
    return UNREACHABLE;
  }
}

/**
 * Sends a form without emptying it, so that nothing typed is lost when it is refused, and puts the focus on the first
 * field that was. `fields`: the names that show their own error; any other refusal is `elsewhere`.
 */
export function useForm(action: FormAction, fields: readonly string[], onDone?: () => void) {
  const [result, setResult] = useState<FormOutcome>({});
  const [isPending, start] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (result.error) form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [result]);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    start(async () => {
      const outcome = await settle(() => action(given));
      setResult(outcome);
      if (outcome.isDone) onDone?.();
    });
  };
  const field = result.field?.split(".")[0] ?? "";
  const errorOf = (name: string) => (field === name ? result.error : undefined);
  const elsewhere = result.error && !fields.includes(field) ? result : undefined;
  return { form, result, isPending, onSubmit, errorOf, elsewhere };
}
