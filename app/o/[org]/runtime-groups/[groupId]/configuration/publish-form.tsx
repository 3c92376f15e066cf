"use client";
import { type FormEvent, useState } from "react";
import { FormError } from "@/app/_shared/form-error";
import type { FormResult } from "@/app/_trpc/server";
import { failureOf, trpc } from "@/app/_trpc/client";
import { Button, Field, Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";

interface Props {
  org: string;
  groupId: string;
  text: string;
  instances: number;
  onPublished: (number: number, source: string) => void;
}

/** Publishes the text as the next config version. A refusal leaves text and message as they are. */
export function PublishForm({ org, groupId, text, instances, onPublished }: Props) {
  const [refusal, setRefusal] = useState<FormResult>({});
  const [published, setPublished] = useState<number | null>(null);
  const [isPending, setPending] = useState(false);
  const publish = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const message = String(new FormData(form).get("message") ?? "");
    setPending(true);
    setPublished(null);
    const answer = await trpc.configVersions.publish.mutate({ org, groupId, source: text, message }).catch(failureOf);
    setPending(false);
    if ("kind" in answer) {
      setRefusal({ error: answer.message, isSignedOut: answer.kind === "signed out" });
      return;
    }
    setRefusal({});
    setPublished(answer.number);
    form.reset();
    onPublished(answer.number, text);
  };
  return (
    <form onSubmit={publish} className="flex flex-col gap-3">
      <div className="max-w-xl">
        <Field label="Message" name="message" required maxLength={500} autoComplete="off" hint="What this config version changes." />
      </div>
      <FormError result={refusal} />
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={isPending}>{isPending ? "Publishing…" : "Publish"}</Button>
        <span className="text-muted">
          {instances === 0
            ? "No instance is here yet; each one added later runs it."
            : `Goes to ${instances} ${instances === 1 ? "instance" : "instances"} at once.`}
        </span>
      </div>
      {published !== null && (
        <Notice tone="ok" role="status">
          Published v{published}. Instances are told now: <TextLink href={paths.instances(org, groupId)}>watch them</TextLink>, or see all{" "}
          <TextLink href={paths.versions(org, groupId)}>versions</TextLink>.
        </Notice>
      )}
    </form>
  );
}
