"use client";
import { useState, useTransition } from "react";
import { CodeBlock } from "@/app/_shared/code-block";
import { FormError } from "@/app/_shared/form-error";
import { settle } from "@/app/_shared/use-form";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { Moment } from "@/app/_ui/time";
import type { ResetLinkOutcome } from "./actions";

/** Makes a link by which the member sets a new password, and shows it once. */
export function ResetLink({ action, name }: { action: () => Promise<ResetLinkOutcome>; name: string }) {
  const [isOpen, setOpen] = useState(false);
  const [{ made, ...outcome }, setOutcome] = useState<ResetLinkOutcome>({});
  const [isPending, start] = useTransition();
  const open = (next: boolean) => {
    setOutcome({});
    setOpen(next);
  };
  const make = () => start(async () => setOutcome(await settle(action)));
  return (
    <>
      <Button kind="quiet" type="button" aria-label={`New password for ${name}`} onClick={() => open(true)}>
        New password
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={open}
        title={`New password for ${name}`}
        description="You get a link, good once, for one hour. By it the member sets a new password; every session of the member ends then."
      >
        <FormError result={outcome} />
        {made && (
          <div className="flex flex-col gap-3">
            <CodeBlock text={made.link} label={`Link to a new password for ${made.email}`}>
              Shown this once
            </CodeBlock>
            <p className="text-muted">
              Send it to {made.email} yourself, by a way that you trust. Good until <Moment at={made.expiresAt} />. Who has the link can set the password.
            </p>
          </div>
        )}
        <div className="mt-4 flex justify-end gap-2">
          <Button kind={made ? "primary" : "quiet"} type="button" onClick={() => open(false)}>
            {made ? "Done" : "Cancel"}
          </Button>
          {!made && (
            <Button type="button" disabled={isPending} onClick={make}>
              {isPending ? "One moment…" : "Make a link"}
            </Button>
          )}
        </div>
      </Dialog>
    </>
  );
}
