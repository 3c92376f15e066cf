"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { RolloutChoiceFields } from "@/app/_shared/rollout/rollout-choice";
import { useRolloutChoice } from "@/app/_shared/rollout/use-rollout-choice";
import { SaveRow } from "@/app/_shared/save-row";
import type { FormOutcome } from "@/app/_shared/use-form";
import { refusalOf, trpc } from "@/app/_trpc/client";
import type { RolloutStrategy } from "@/server/domain/rollout/strategy";

/** Saves how the group's publishes go out unless one says otherwise. */
export function StrategyForm({ at, saved, instances }: { at: { org: string; groupId: string }; saved: RolloutStrategy | null; instances: number }) {
  const router = useRouter();
  const choosing = useRolloutChoice(at, saved);
  const [result, setResult] = useState<FormOutcome>({});
  const [isPending, setPending] = useState(false);
  const { choice } = choosing;
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (choice === undefined) return setResult({ error: "Nothing was saved: mend what is said at the stages first." });
    setPending(true);
    const strategy = choice === "allAtOnce" ? null : choice;
    const outcome = await trpc.rollouts.setStrategy.mutate({ ...at, strategy }).then((): FormOutcome => ({ isDone: true }), refusalOf);
    setPending(false);
    setResult(outcome);
    router.refresh();
  };
  return (
    <form onSubmit={save} onChange={() => setResult({})} className="flex flex-col gap-3">
      <RolloutChoiceFields choosing={choosing} instances={instances} legend="Unless a publish says otherwise" isOpen />
      <SaveRow button="Save strategy" elsewhere={result.error ? result : undefined} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
