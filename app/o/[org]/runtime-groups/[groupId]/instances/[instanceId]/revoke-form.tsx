"use client";
import { useActionState } from "react";
import { Button } from "@/app/_ui/controls";
import { revokeAction } from "../actions";

export function RevokeForm(props: { org: string; groupId: string; instanceId: string }) {
  const [result, action, isPending] = useActionState(revokeAction.bind(null, props), {});
  return (
    <form action={action} className="flex flex-col gap-2">
      <p>The instance is refused (401) from its next request on, and keeps serving what it runs.</p>
      <label className="flex items-center gap-2"><input type="checkbox" required /> I have read this; it cannot be undone but by enrolling again.</label>
      {result.error && <p role="alert" className="text-danger">{result.error}</p>}
      <div><Button kind="danger" disabled={isPending}>Revoke credential</Button></div>
    </form>
  );
}
