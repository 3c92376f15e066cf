"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { countText } from "@/app/_shared/count-text";
import { FreezeField, isLifted, overrideOf } from "@/app/_shared/freeze-notice";
import { FormError } from "@/app/_shared/form-error";
import { GuardField, isConfirmed } from "@/app/_shared/guard-field";
import { Progress } from "@/app/_shared/progress";
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
  /** What must be mended first. */
  obstacle: "findings" | "conflicts" | null;
}

const OBSTACLES = {
  findings: "Mend the errors above first: Kong would refuse the document.",
  conflicts: "Bring the draft up to what is live first, as said above.",
};

/** Publishes the draft as the reader saw it. A refusal says why and keeps the message that was typed. */
export function PublishDraft({ at, revision, live, steps, guard: guardOfPage, freeze, mayOverride, instances, obstacle }: Props) {
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
  const publish = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const message = String(new FormData(event.currentTarget).get("message") ?? "");
    setPending(true);
    setRefused(undefined);
    const confirmCount = guard.kind !== "none" && isConfirmed(guard, typed) ? guard.count : undefined;
    const terms = { confirmCount, ...overrideOf(freeze, reason) };
    const answer = await trpc.drafts.publish.mutate({ ...at, revision, seenLive: live, message, ...terms }).catch(failureOf);
    setPending(false);
    if ("kind" in answer) return setRefusal({ error: answer.message, isSignedOut: answer.kind === "signed out" });
    setRefusal({});
    if (!answer.ok) {
      setRefused(answer);
      // What is shown above is read anew; the message stays.
      return router.refresh();
    }
    toast.success(
      `Published v${answer.number}. ${instances === 0 ? "Each instance added later runs it." : `${countText(instances, "instance")} ${instances === 1 ? "is" : "are"} told now.`}`,
    );
    router.push(paths.version(at.org, at.groupId, answer.number));
    router.refresh();
  };
  return (
    <Card title="Publish">
      <form onSubmit={publish} className="flex flex-col gap-3">
        <div className="max-w-xl">
          <Field label="Message" name="message" required maxLength={500} autoComplete="off" hint="What this config version changes." />
        </div>
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
          <Button disabled={isPending || isMoved || obstacle !== null || !isConfirmed(guard, typed) || !isLifted(freeze, reason)}>
            {freeze && mayOverride ? "Publish in spite of the freeze" : "Publish"}
          </Button>
          <Progress isUnderWay={isPending}>Checking and publishing…</Progress>
          {!isPending && (
            <span className="text-muted">
              {obstacle
                ? OBSTACLES[obstacle]
                : instances === 0
                  ? "No instance is here yet; each one added later runs it."
                  : `Goes to ${countText(instances, "instance")} at once.`}
            </span>
          )}
        </div>
      </form>
    </Card>
  );
}
