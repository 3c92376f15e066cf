"use client";
import { useState, useTransition } from "react";
import { labelText } from "@/app/_shared/labels";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Field } from "@/app/_ui/controls";

type FormAction = (form: FormData) => Promise<FormResult & { isDone?: boolean }>;

interface GroupFields {
  name: string;
  description: string;
  labels: Record<string, string>;
  pollIntervalSeconds: number;
}

/** Sends a form without emptying it, so that nothing typed is lost when it is refused. */
function useForm(action: FormAction) {
  const [result, setResult] = useState<FormResult & { isDone?: boolean }>({});
  const [isPending, start] = useTransition();
  const onSubmit = (event: React.FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    start(async () => setResult(await action(form)));
  };
  const errorOf = (field: string) => (result.field?.split(".")[0] === field ? result.error : undefined);
  return { result, isPending, onSubmit, errorOf };
}

const FIELDS = ["name", "description", "labels", "pollIntervalSeconds"];

/** Creates a group, or changes one where `group` is given. */
export function GroupForm({ action, button, group }: { action: FormAction; button: string; group?: GroupFields }) {
  const { result, isPending, onSubmit, errorOf } = useForm(action);
  const isElsewhere = result.error && !FIELDS.includes(result.field?.split(".")[0] ?? "");
  return (
    <form onSubmit={onSubmit} className="flex max-w-xl flex-col gap-2">
      <Field label="Group name" name="name" required defaultValue={group?.name} error={errorOf("name")} />
      <Field label="Description" name="description" defaultValue={group?.description} error={errorOf("description")} />
      <Field label="Labels" name="labels" defaultValue={labelText(group?.labels ?? {})} placeholder="stage=prod, region=eu" hint="key=value, separated by commas; up to 50." error={errorOf("labels")} />
      <Field label="Poll interval (seconds)" name="pollIntervalSeconds" type="number" min={5} max={3600} required defaultValue={group?.pollIntervalSeconds ?? 15} hint="How often an instance asks where it cannot wait for an answer." error={errorOf("pollIntervalSeconds")} />
      {isElsewhere && <p role="alert" className="text-danger">{result.error}</p>}
      <div className="flex items-center gap-3"><Button disabled={isPending}>{button}</Button>{result.isDone && <span role="status" className="text-ok">Saved.</span>}</div>
    </form>
  );
}

export function DeleteGroupForm({ action, name, instances }: { action: FormAction; name: string; instances: number }) {
  const { result, isPending, onSubmit } = useForm(action);
  return (
    <form onSubmit={onSubmit} className="flex max-w-xl flex-col gap-2">
      <p>This orphans {instances} {instances === 1 ? "instance" : "instances"}: they keep serving what they run, and take no more config. The group&apos;s config versions and enrollment tokens are deleted.</p>
      <Field label={`Type ${name} to delete it`} name="confirmName" autoComplete="off" required error={result.error} />
      <div><Button kind="danger" disabled={isPending}>Delete group</Button></div>
    </form>
  );
}
