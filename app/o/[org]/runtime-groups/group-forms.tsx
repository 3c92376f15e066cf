"use client";
import { useActionState } from "react";
import { Button, Field } from "@/app/_ui/controls";
import { createGroupAction, deleteGroupAction } from "./actions";

export function CreateGroupForm({ org }: { org: string }) {
  const [result, action, isPending] = useActionState(createGroupAction.bind(null, org), {});
  return (
    <form action={action} className="flex max-w-xl flex-col gap-2">
      <Field label="Group name" name="name" required maxLength={63} error={result.field === "name" ? result.error : undefined} />
      <Field label="Description" name="description" maxLength={500} error={result.field !== "name" ? result.error : undefined} />
      <div><Button disabled={isPending}>Create group</Button></div>
    </form>
  );
}

export function DeleteGroupForm({ org, groupId, name, instances }: { org: string; groupId: string; name: string; instances: number }) {
  const [result, action, isPending] = useActionState(deleteGroupAction.bind(null, org, groupId), {});
  return (
    <form action={action} className="flex max-w-xl flex-col gap-2">
      <p>This orphans {instances} {instances === 1 ? "instance" : "instances"}: they keep serving what they run, and take no more config. The group&apos;s config versions are deleted.</p>
      <Field label={`Type ${name} to delete it`} name="confirmName" autoComplete="off" required error={result.error} />
      <div><Button kind="danger" disabled={isPending}>Delete group</Button></div>
    </form>
  );
}
