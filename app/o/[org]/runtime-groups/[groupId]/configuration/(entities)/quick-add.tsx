"use client";
import { type FormEvent, useId, useRef, useState } from "react";
import { toast } from "sonner";
import { numberOf } from "@/app/_shared/entity-form/form-value";
import { fieldLabel } from "@/app/_shared/entity-form/field-label";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import { settle } from "@/app/_shared/use-form";
import { Button } from "@/app/_ui/controls";
import { saveEntityAction } from "./actions";
import { QUICK_FIELDS } from "./quick-fields";

interface Props {
  at: { org: string; groupId: string };
  kind: string;
  /** The reference to what it is added to. */
  reference: Record<string, string>;
  revision: number;
}

/** Adds a small entity to the one whose page is open, without leaving it. */
export function QuickAdd({ at, kind, reference, revision }: Props) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [error, setError] = useState<string>();
  const [isPending, setPending] = useState(false);
  const fields = QUICK_FIELDS[kind] ?? [];
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const typed = fields.map(([name]) => {
      const text = String(given.get(name) ?? "").trim();
      return [name, name === "weight" ? numberOf(text) : text || undefined] as const;
    });
    const values = Object.fromEntries(typed.filter(([, value]) => value !== undefined));
    setPending(true);
    const answer = await settle(() => saveEntityAction(at, { kind, fields: { ...values, ...reference }, revision }));
    setPending(false);
    if (!("ok" in answer)) return setError(answer.error);
    if (!answer.ok)
      return setError(
        answer.reason === "findings" ? answer.findings.map(({ message, cure }) => `${message} ${cure}`).join(" ") : "Somebody else changed this. Try again.",
      );
    setError(undefined);
    toast.success(`The ${kindNoun(kind)} is in the draft.`);
    form.current?.reset();
    form.current?.querySelector("input")?.focus();
  };
  return (
    <form ref={form} aria-label={`Add ${kindNoun(kind)}`} noValidate className="mt-1 flex flex-col gap-1" onSubmit={(event) => void add(event)}>
      <div className="flex flex-wrap gap-1.5">
        {fields.map(([name, example], index) => (
          <input
            key={name}
            name={name}
            aria-label={`${fieldLabel(name)} of the new ${kindNoun(kind)}`}
            aria-describedby={`${id}-note`}
            aria-invalid={error ? true : undefined}
            placeholder={example}
            autoComplete="off"
            spellCheck={false}
            className={`min-h-9 min-w-0 rounded-md border border-edge bg-raised px-2 placeholder:text-muted grow ${index === 0 ? "basis-36" : "basis-16"}`}
          />
        ))}
        <Button kind="quiet" disabled={isPending}>
          Add
        </Button>
      </div>
      <p id={`${id}-note`} aria-live="polite" className="text-[13px] text-danger empty:hidden">
        {error}
      </p>
    </form>
  );
}
