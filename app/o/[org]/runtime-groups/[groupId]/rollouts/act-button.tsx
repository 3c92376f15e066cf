"use client";
import { type FormEvent, useState, useTransition } from "react";
import { toast } from "sonner";
import { FormError } from "@/app/_shared/form-error";
import { FreezeField, isLifted, overrideOf } from "@/app/_shared/freeze-notice";
import { settle } from "@/app/_shared/use-form";
import type { FormResult } from "@/app/_trpc/server";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import type { Freeze } from "@/server/domain/freeze/freeze-window";
import type { ActWords, PageAct } from "./act-words";
import { actAction } from "./actions";

interface Props {
  at: { org: string; groupId: string };
  act: PageAct;
  words: ActWords;
  seen: { rolloutId: string; revision: number };
  /** What holds the act; null: nothing does. */
  freeze: Freeze | null;
  mayOverride: boolean;
}

/**
 * An act on a rollout: told with its numbers and asked about first, and why it cannot wait where a freeze holds it. What is confirmed is
 * what the dialog said when it was opened: the page renews itself behind it, and another stage may be at hand by then.
 */
export function ActButton({ at, act, words, seen, freeze, mayOverride }: Props) {
  const { label, isDanger = false } = words;
  const [asked, setAsked] = useState<Pick<Props, "words" | "seen">>();
  const { title, text, done } = asked?.words ?? words;
  const [result, setResult] = useState<FormResult>({});
  const [reason, setReason] = useState("");
  const [isPending, start] = useTransition();
  const open = (next: boolean) => {
    setResult({});
    setAsked(next ? { words, seen } : undefined);
  };
  const confirm = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const outcome = await settle(() => actAction(at, act, { ...(asked?.seen ?? seen), ...overrideOf(freeze, reason) }));
      setResult(outcome);
      if (outcome.error) return;
      open(false);
      toast.success(done);
    });
  };
  return (
    <>
      <Button kind={isDanger ? "danger" : "quiet"} type="button" onClick={() => open(true)}>
        {label}
      </Button>
      <Dialog
        isOpen={asked !== undefined}
        onOpenChange={open}
        title={title}
        description={
          <div className="flex flex-col gap-2">
            {text.map((each) => (
              <p key={each}>{each}</p>
            ))}
          </div>
        }
      >
        <form onSubmit={confirm} className="flex flex-col gap-3">
          <FreezeField freeze={freeze} mayOverride={mayOverride} reason={reason} onType={setReason} />
          <FormError result={result} />
          <div className="flex justify-end gap-2">
            <Button kind="quiet" type="button" onClick={() => open(false)}>
              Cancel
            </Button>
            <Button kind={isDanger ? "danger" : "primary"} disabled={isPending || !isLifted(freeze, reason)}>
              {isPending ? "One moment…" : label}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
