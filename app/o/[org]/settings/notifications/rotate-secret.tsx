"use client";
import { useState, useTransition } from "react";
import { FormError } from "@/app/_shared/form-error";
import { settle } from "@/app/_shared/use-form";
import type { FormResult } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { SigningSecret } from "./channel-dialog";

interface Props {
  name: string;
  action: () => Promise<FormResult | { made: { secret: string } }>;
}

/** Makes another signing secret and shows it. */
export function RotateSecret({ name, action }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [result, setResult] = useState<FormResult>();
  const [isPending, start] = useTransition();
  const open = (next: boolean) => {
    setSecret(undefined);
    setResult(undefined);
    setOpen(next);
  };
  const rotate = () =>
    start(async () => {
      const outcome = await settle(action);
      if ("made" in outcome) setSecret(outcome.made.secret);
      else setResult(outcome);
    });
  return (
    <>
      <Button kind="quiet" type="button" onClick={() => open(true)}>
        New secret
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={open}
        title={`New signing secret of ${name}`}
        description="For a day, messages are signed with the earlier secret too, so that the receiver can change over."
      >
        {secret === undefined ? (
          <>
            <FormError result={result} />
            <div className="mt-4 flex justify-end gap-2">
              <Button kind="quiet" type="button" onClick={() => open(false)}>
                Cancel
              </Button>
              <Button type="button" disabled={isPending} onClick={rotate}>
                Make new secret
              </Button>
            </div>
          </>
        ) : (
          <SigningSecret secret={secret} onClose={() => open(false)} />
        )}
      </Dialog>
    </>
  );
}
