"use client";
import { type ReactNode, useState, useTransition } from "react";
import { toast } from "sonner";
import type { FormResult } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { FormError } from "./form-error";
import { settle } from "./use-form";

interface Props {
  label: string;
  title: string;
  /** What will happen. */
  children: ReactNode;
  action: () => Promise<FormResult>;
  /** What is said once it happened. */
  done: string;
  isDanger?: boolean;
  /** Within a line of text. */
  isSmall?: boolean;
}

/** A button whose act is told and asked about first; a refusal is shown in the dialog, a success as a toast. */
export function ConfirmButton({ label, title, children, action, done, isDanger = false, isSmall = false }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [result, setResult] = useState<FormResult>({});
  const [isPending, start] = useTransition();
  const open = (next: boolean) => {
    setResult({});
    setOpen(next);
  };
  const confirm = () =>
    start(async () => {
      const outcome = await settle(action);
      setResult(outcome);
      if (outcome.error) return;
      setOpen(false);
      toast.success(done);
    });
  const kind = isDanger ? "danger" : "quiet";
  return (
    <>
      {isSmall ? (
        <button type="button" className={`min-h-6 underline underline-offset-2 ${isDanger ? "text-danger" : "text-accent"}`} onClick={() => open(true)}>
          {label}
        </button>
      ) : (
        <Button kind={kind} type="button" onClick={() => open(true)}>
          {label}
        </Button>
      )}
      <Dialog isOpen={isOpen} onOpenChange={open} title={title} description={children}>
        <FormError result={result} />
        <div className="mt-4 flex justify-end gap-2">
          <Button kind="quiet" type="button" onClick={() => open(false)}>
            Cancel
          </Button>
          <Button kind={isDanger ? "danger" : "primary"} type="button" disabled={isPending} onClick={confirm}>
            {isPending ? "One moment…" : label}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
