"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { countText } from "@/app/_shared/count-text";
import { FormError } from "@/app/_shared/form-error";
import { GuardField, isConfirmed } from "@/app/_shared/guard-field";
import { Progress } from "@/app/_shared/progress";
import { RolloutChoiceFields } from "@/app/_shared/rollout/rollout-choice";
import { SupersedeField } from "@/app/_shared/rollout/supersede-field";
import { useRolloutChoice } from "@/app/_shared/rollout/use-rollout-choice";
import { failureOf, trpc } from "@/app/_trpc/client";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Card, Field } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { PublishGuard } from "@/server/domain/configuration/publish-guard";
import type { DraftStep } from "@/server/domain/draft";
import type { DraftPublished } from "@/server/domain/published";
import type { WaysOut } from "../../rollouts/load-rollouts";
import { DraftMoved } from "./draft-moved";
import { PublishRefused } from "./publish-refused";

interface Props {
  at: { org: string; groupId: string };
  /** Of the draft as this page shows it. */
  revision: number;
  /** The version that is live as this page shows it; null: none is. */
  live: number | null;
  /** The newest steps of the draft. */
  steps: DraftStep[];
  guard: PublishGuard;
  instances: number;
  ways: WaysOut;
  /** What must be mended first. */
  obstacle: "findings" | "conflicts" | null;
}

const OBSTACLES = {
  findings: "Mend the errors above first: Kong would refuse the document.",
  conflicts: "Bring the draft up to what is live first, as said above.",
};

const UNSTAGEABLE = "This becomes the group's first config version: there is nothing that the others could keep meanwhile.";

/** That something was published, and who gets it. */
function publishedText({ number, rolloutId }: { number: number; rolloutId: string | null }, instances: number): string {
  if (rolloutId !== null) return `Published v${number}. Its rollout has started.`;
  if (instances === 0) return `Published v${number}. Each instance added later runs it.`;
  return `Published v${number}. ${countText(instances, "instance")} ${instances === 1 ? "is" : "are"} told now.`;
}

/** Publishes the draft as the reader saw it. A refusal says why and keeps the message that was typed. */
export function PublishDraft({ at, revision, live, steps, guard: guardOfPage, instances, ways, obstacle }: Props) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<FormResult>({});
  const [refused, setRefused] = useState<Exclude<DraftPublished, { ok: true }>>();
  const [isPending, setPending] = useState(false);
  // The page is read anew while it is open; what came so is published only once the reader said that it was seen.
  const [seen, setSeen] = useState(revision);
  const isMoved = revision > seen;
  const [typed, setTyped] = useState("");
  const guard = refused?.reason === "guard" ? refused.guard : guardOfPage;
  const choosing = useRolloutChoice(at, live === null ? null : ways.saved);
  // One that began since this page was read is told by the refusal.
  const active = ways.active ?? (refused?.reason === "rollout" ? refused.rollout : null);
  const [superseded, setSuperseded] = useState<string>();
  const isInTheWay = active !== null && superseded !== active.id;
  const publish = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const message = String(new FormData(event.currentTarget).get("message") ?? "");
    if (choosing.choice === undefined) return setRefusal({ error: "Nothing was published: mend what is said at the stages first." });
    setPending(true);
    setRefused(undefined);
    const confirmCount = guard.kind !== "none" && isConfirmed(guard, typed) ? guard.count : undefined;
    const terms = { rollout: choosing.choice, confirmCount, ...(active && { activeRollout: "supersede" as const }) };
    const answer = await trpc.drafts.publish.mutate({ ...at, revision, seenLive: live, message, ...terms }).catch(failureOf);
    setPending(false);
    if ("kind" in answer) return setRefusal({ error: answer.message, isSignedOut: answer.kind === "signed out" });
    setRefusal({});
    if (!answer.ok) {
      setRefused(answer);
      // What is shown above is read anew; the message stays.
      return router.refresh();
    }
    toast.success(publishedText(answer, instances));
    const { number, rolloutId } = answer;
    router.push(rolloutId === null ? paths.version(at.org, at.groupId, number) : paths.rollout(at.org, at.groupId, rolloutId));
    router.refresh();
  };
  return (
    <Card title="Publish">
      <form onSubmit={publish} className="flex flex-col gap-3">
        <div className="max-w-xl">
          <Field label="Message" name="message" required maxLength={500} autoComplete="off" hint="What this config version changes." />
        </div>
        <RolloutChoiceFields choosing={choosing} instances={instances} legend="How it goes out" unstageable={live === null ? UNSTAGEABLE : undefined} />
        <SupersedeField
          at={at}
          active={active}
          isStaged={choosing.isStaged}
          isAccepted={!isInTheWay}
          onAccept={(isAccepted) => setSuperseded(isAccepted ? active?.id : undefined)}
        />
        <GuardField guard={guard} typed={typed} onType={setTyped} />
        <FormError result={refusal} />
        {refused && !(isMoved && refused.reason === "changed") && <PublishRefused at={at} refused={refused} />}
        {isMoved && (
          <DraftMoved
            steps={steps.filter((step) => step.revision > seen)}
            onSeen={() => {
              setSeen(revision);
              setRefused(undefined);
            }}
          />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button disabled={isPending || isMoved || isInTheWay || obstacle !== null || !isConfirmed(guard, typed)}>Publish</Button>
          <Progress isUnderWay={isPending}>Checking and publishing…</Progress>
          {!isPending && obstacle && <span className="text-muted">{OBSTACLES[obstacle]}</span>}
          {!isPending && !obstacle && isInTheWay && <span className="text-muted">Say above what becomes of the rollout that has not ended.</span>}
        </div>
      </form>
    </Card>
  );
}
