"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { ChangedMeanwhile } from "@/app/_shared/changed-meanwhile";
import { RolloutChoiceFields } from "@/app/_shared/rollout/rollout-choice";
import { savedText } from "@/app/_shared/rollout/strategy-text";
import { useRolloutChoice } from "@/app/_shared/rollout/use-rollout-choice";
import { SaveRow } from "@/app/_shared/save-row";
import type { FormOutcome } from "@/app/_shared/use-form";
import { refusalOf, trpc } from "@/app/_trpc/client";
import type { RolloutStrategy } from "@/server/domain/rollout/strategy";

interface Props {
  at: { org: string; groupId: string };
  saved: RolloutStrategy | null;
  /** Of the one that is saved. */
  stamp: string;
  instances: number;
}

/** Saves how the group's publishes go out unless one says otherwise. */
export function StrategyForm({ at, saved, stamp, instances }: Props) {
  const router = useRouter();
  const choosing = useRolloutChoice(at, saved);
  // The page is read anew while it is open; what came so is replaced only once the reader said that it was seen.
  const [seen, setSeen] = useState(stamp);
  const [result, setResult] = useState<FormOutcome>({});
  const [isPending, setPending] = useState(false);
  const { choice } = choosing;
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (choice === undefined) return setResult({ error: "Nothing was saved: mend what is said at the stages first." });
    setPending(true);
    const strategy = choice === "allAtOnce" ? null : choice;
    const answer = await trpc.rollouts.setStrategy.mutate({ ...at, strategy, seenStamp: seen }).catch(refusalOf);
    setPending(false);
    if ("stamp" in answer) setSeen(answer.stamp);
    setResult("error" in answer ? answer : { isDone: true });
    router.refresh();
  };
  return (
    <form onSubmit={save} onChange={() => setResult({})} className="flex flex-col gap-3">
      <RolloutChoiceFields choosing={choosing} instances={instances} legend="Unless a publish says otherwise" isOpen />
      {stamp !== seen && !result.isDone && (
        <ChangedMeanwhile
          what="how publishes go out"
          onSeen={() => {
            setSeen(stamp);
            setResult({});
          }}
        >
          <p>{savedText(saved)}</p>
        </ChangedMeanwhile>
      )}
      <SaveRow button="Save strategy" elsewhere={result.error ? result : undefined} isPending={isPending} isDone={result.isDone} />
    </form>
  );
}
