"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { countText } from "@/app/_shared/count-text";
import { FreezeField, isLifted, overrideOf } from "@/app/_shared/freeze-notice";
import { FormError } from "@/app/_shared/form-error";
import { GuardField, isConfirmed } from "@/app/_shared/guard-field";
import { Progress } from "@/app/_shared/progress";
import { HowItGoesOut } from "@/app/_shared/rollout/how-it-goes-out";
import { useHowItGoesOut, type WaysOut } from "@/app/_shared/rollout/use-how-it-goes-out";
import { failureOf, trpc } from "@/app/_trpc/client";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Card, Field } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { PublishGuard } from "@/server/domain/configuration/publish-guard";
import type { DraftStep } from "@/server/domain/draft";
import type { Freeze } from "@/server/domain/freeze/freeze-window";
import type { DraftPublished } from "@/server/domain/published";
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
  freeze: Freeze | null;
  mayOverride: boolean;
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
export function PublishDraft({ at, revision, live, steps, guard: guardOfPage, freeze, mayOverride, instances, ways, obstacle }: Props) {
  const router = useRouter();
  const [refusal, setRefusal] = useState<FormResult>({});
  const [refused, setRefused] = useState<Exclude<DraftPublished, { ok: true }>>();
  const [isPending, setPending] = useState(false);
  // The page is read anew while it is open; what came so is published only once the reader said that it was seen.
  const [seen, setSeen] = useState(revision);
  const isMoved = revision > seen;
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const guard = refused?.reason === "guard" ? refused.guard : guardOfPage;
  // A rollout that began since this page was read is told by the refusal.
  const begun = refused?.reason === "rollout" ? refused.rollout : null;
  const how = useHowItGoesOut(at, live === null ? { ...ways, saved: null } : ways, begun);
  const publish = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const message = String(new FormData(event.currentTarget).get("message") ?? "");
    if (how.terms === undefined) return setRefusal({ error: "Nothing was published: mend what is said at the stages first." });
    setPending(true);
    setRefused(undefined);
    const confirmCount = guard.kind !== "none" && isConfirmed(guard, typed) ? guard.count : undefined;
    const terms = { ...how.terms, confirmCount, ...overrideOf(freeze, reason) };
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
        <HowItGoesOut at={at} how={how} instances={instances} unstageable={live === null ? UNSTAGEABLE : undefined} />
        <GuardField guard={guard} typed={typed} onType={setTyped} />
        <FreezeField freeze={freeze} mayOverride={mayOverride} reason={reason} onType={setReason} />
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
          <Button disabled={isPending || isMoved || how.isInTheWay || obstacle !== null || !isConfirmed(guard, typed) || !isLifted(freeze, reason)}>
            {freeze && mayOverride ? "Publish in spite of the freeze" : "Publish"}
          </Button>
          <Progress isUnderWay={isPending}>Checking and publishing…</Progress>
          {!isPending && obstacle && <span className="text-muted">{OBSTACLES[obstacle]}</span>}
          {!isPending && !obstacle && how.isInTheWay && <span className="text-muted">Say above what becomes of the rollout that has not ended.</span>}
        </div>
      </form>
    </Card>
  );
}
