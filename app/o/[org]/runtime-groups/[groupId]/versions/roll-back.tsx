"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useCallback, useEffect, useState, useTransition } from "react";
import { toast } from "sonner";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { countText } from "@/app/_shared/count-text";
import { FreezeField, isLifted, overrideOf } from "@/app/_shared/freeze-notice";
import { FormError } from "@/app/_shared/form-error";
import { GuardField, isConfirmed } from "@/app/_shared/guard-field";
import { HowItGoesOut } from "@/app/_shared/rollout/how-it-goes-out";
import { useHowItGoesOut, type WaysOut } from "@/app/_shared/rollout/use-how-it-goes-out";
import { settle } from "@/app/_shared/use-form";
import { failureOf, trpc } from "@/app/_trpc/client";
import type { FormResult } from "@/app/_trpc/server";
import { Button, Field, TextLink } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import { paths } from "@/app/paths";
import { isError } from "@/server/domain/config-document/finding";
import type { Published, RolloutInTheWay } from "@/server/domain/published";
import { rollBackAction } from "./actions";
import { RollBackErrors } from "./roll-back-errors";
import { toldOf, type Told } from "./roll-back-told";

interface Props {
  at: { org: string; groupId: string };
  number: number;
  /** The version that is live. */
  live: number | null;
  /** Of the group: who is told. */
  instances: number;
  ways: WaysOut;
  /** Whether the viewer may roll back in spite of a freeze. */
  mayOverride: boolean;
}

function Difference({ told, failure, at, number, live }: Props & { told?: Told; failure?: string }) {
  if (live === null) return null;
  if (failure) return <p>What changes could not be read: {failure} You can roll back all the same.</p>;
  if (!told) return <p role="status">Comparing with v{live}, and checking for the instances…</p>;
  if (!told.counts) return null;
  return (
    <p>
      Against v{live}, which is live: <ChangeCounts counts={told.counts} />.{" "}
      <TextLink href={paths.compare(at.org, at.groupId, live, number)}>See every change</TextLink>
    </p>
  );
}

/** Rolls back, after telling what that changes, who gets it and what stands against it: a new version with the old content. */
export function RollBack(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button kind="quiet" type="button" onClick={() => setOpen(true)}>
        Roll back to this
      </Button>
      {isOpen && <RollBackDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What goes out, before it is chosen how. */
function WhatHappens({ number, live }: Props) {
  return (
    <p>
      The content of v{number} becomes a new config version. Nothing is deleted: v{live} stays in the list, and the draft stays as it is.
    </p>
  );
}

function RollBackDialog(props: Props & { onClose: () => void }) {
  const { at, number, live, instances, ways, mayOverride, onClose } = props;
  // A page that renews itself hands on another object for the same group.
  const { org, groupId } = at;
  const router = useRouter();
  const [result, setResult] = useState<FormResult>({});
  const [told, setTold] = useState<Told>();
  const [failure, setFailure] = useState<string>();
  const [typed, setTyped] = useState("");
  const [reason, setReason] = useState("");
  const [isAccepted, setAccepted] = useState(false);
  const [isPending, start] = useTransition();
  const [begun, setBegun] = useState<RolloutInTheWay | null>(null);
  const how = useHowItGoesOut(at, ways, begun);
  const look = useCallback(() => {
    setTold(undefined);
    setFailure(undefined);
    setTyped("");
    setAccepted(false);
    trpc.configVersions.reviewRollBack.query({ org, groupId, number }).then(setTold, (error: unknown) => setFailure(failureOf(error).message));
  }, [org, groupId, number]);
  useEffect(look, [look]);
  const refuse = (refused: Exclude<Published, { ok: true }>) => {
    if (refused.reason === "changed") {
      look();
      return setResult({ error: `Nothing was rolled back: v${refused.live} went live since you opened this. See above what a roll back changes now.` });
    }
    if (refused.reason === "rollout") {
      setBegun(refused.rollout);
      return setResult({ error: "Nothing was rolled back yet: a rollout is under way. Say above what becomes of it." });
    }
    setTold((before) => toldOf(before, refused));
    setAccepted(false);
    setResult({ error: "Nothing was rolled back yet: see above what stands against it." });
  };
  const freeze = told?.freeze ?? null;
  const rollBack = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const message = String(new FormData(event.currentTarget).get("message") ?? "").trim();
    const confirmCount = /^\d+$/.test(typed.trim()) ? Number(typed) : undefined;
    start(async () => {
      const terms = {
        ...how.terms,
        confirmCount,
        seenLive: told ? told.against : live,
        ...(isAccepted && { acknowledgedErrors: told?.errorStamp }),
        ...overrideOf(freeze, reason),
      };
      const outcome = await settle(() => rollBackAction(at, number, { message, ...terms }));
      if (!("ok" in outcome)) return setResult(outcome);
      if (!outcome.ok) return refuse(outcome);
      onClose();
      const { rolloutId } = outcome;
      if (rolloutId === null) {
        toast.success(`Rolled back to v${number}: v${outcome.number} is live now.`);
        return router.push(paths.version(at.org, at.groupId, outcome.number));
      }
      toast.success(`v${outcome.number} has what v${number} had. Its rollout has started.`);
      router.push(paths.rollout(at.org, at.groupId, rolloutId));
    });
  };
  const errors = told?.findings.filter(isError) ?? [];
  const isHeld = how.terms === undefined || how.isInTheWay || !isLifted(freeze, reason);
  const mayGo = !isHeld && (!told || (isConfirmed(told.guard, typed) && (errors.length === 0 || isAccepted)));
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Roll back to v${number}?`}
      description={
        <div className="flex flex-col gap-2">
          <WhatHappens {...props} />
          <Difference {...props} told={told} failure={failure} />
        </div>
      }
    >
      <form onSubmit={rollBack} className="flex flex-col gap-3">
        <Field label="Message (optional)" name="message" maxLength={500} autoComplete="off" hint={`Why. Without one it says that v${number} came back.`} />
        <HowItGoesOut at={at} how={how} instances={instances} />
        {errors.length > 0 && <RollBackErrors errors={errors} count={told?.errorCount ?? 0} isAccepted={isAccepted} onAccept={setAccepted} />}
        {told && <GuardField guard={told.guard} typed={typed} onType={setTyped} />}
        <FreezeField freeze={freeze} mayOverride={mayOverride} reason={reason} onType={setReason} />
        <FormError result={result} />
        <div className="flex justify-end gap-2">
          <Button kind="quiet" type="button" onClick={onClose}>
            Cancel
          </Button>
          <Button disabled={isPending || !mayGo}>
            {isPending ? "Rolling back…" : how.choosing.isStaged ? "Roll back in stages" : `Roll back ${countText(instances, "instance")}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
