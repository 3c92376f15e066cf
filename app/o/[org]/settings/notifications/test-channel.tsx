"use client";
import { useState, useTransition } from "react";
import { FormError } from "@/app/_shared/form-error";
import { settle } from "@/app/_shared/use-form";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Notice } from "@/app/_ui/controls";

interface Outcome {
  ok: boolean;
  status: number | null;
  fault: string | null;
  answer: string;
  milliseconds: number;
}

interface Props {
  name: string;
  action: () => Promise<FormResult | { outcome: Outcome }>;
}

/** Sends a test and shows what was answered. */
export function TestChannel({ name, action }: Props) {
  const [result, setResult] = useState<FormResult | { outcome: Outcome }>();
  const [isPending, start] = useTransition();
  const outcome = result && "outcome" in result ? result.outcome : undefined;
  return (
    <div className="flex flex-col gap-2">
      <div>
        <Button
          kind="quiet"
          type="button"
          disabled={isPending}
          aria-label={`Send a test to ${name}`}
          onClick={() => start(async () => setResult(await settle(action)))}
        >
          {isPending ? "Sending…" : "Send a test"}
        </Button>
      </div>
      {outcome && (
        <Notice tone={outcome.ok ? "ok" : "danger"} role="status">
          <p>
            {outcome.ok ? "It was taken" : (outcome.fault ?? "It was not taken.")}
            {outcome.ok && outcome.status !== null && ` with status ${outcome.status}`}
            {outcome.ok && ` after ${outcome.milliseconds} ms. ${outcome.fault ?? ""}`}
          </p>
          {outcome.answer && (
            <p className="text-muted">
              It said: <code className="wrap-anywhere">{outcome.answer}</code>
            </p>
          )}
        </Notice>
      )}
      {result && !("outcome" in result) && <FormError result={result} />}
    </div>
  );
}
