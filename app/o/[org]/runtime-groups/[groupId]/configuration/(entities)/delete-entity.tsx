"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { toast } from "sonner";
import { leadOn } from "@/app/_shared/arrival";
import { countText } from "@/app/_shared/count-text";
import { cutText } from "@/app/_shared/cut-text";
import { FormError } from "@/app/_shared/form-error";
import { kindNoun } from "@/server/domain/entity-list/kind-noun";
import { type FormOutcome, settle } from "@/app/_shared/use-form";
import { failureOf, trpc } from "@/app/_trpc/client";
import { Button } from "@/app/_ui/controls";
import { Dialog } from "@/app/_ui/dialog";
import type { EntityKey } from "@/server/domain/configuration/configuration";
import type { Dependents } from "@/server/domain/draft";
import { savedResult } from "../saved-result";
import { deleteEntityAction } from "./actions";

interface Props {
  at: { org: string; groupId: string };
  entity: EntityKey;
  label: string;
  revision: number;
  after?: string;
  onClose: () => void;
}

const SHOWN = 10;

/** Entities as lines; of many, how many more. */
function Lines({ lines, count }: { lines: string[]; count: number }) {
  return (
    <ul className="my-1 list-disc pl-5">
      {lines.slice(0, SHOWN).map((line) => (
        <li key={line} className="wrap-anywhere">
          {cutText(line)}
        </li>
      ))}
      {count > SHOWN && <li>and {(count - SHOWN).toLocaleString("en")} more</li>}
    </ul>
  );
}

/** What hangs on the entity, in words. */
function WhatHangs({ dependents }: { dependents: Dependents }) {
  const { deleted, cleared, deletedCount, clearedCount } = dependents;
  return (
    <>
      {deletedCount > 0 && (
        <div>
          <p className="text-ink">
            {countText(deletedCount, "entity")} that {deletedCount === 1 ? "hangs" : "hang"} on it {deletedCount === 1 ? "goes" : "go"} too:
          </p>
          <Lines lines={deleted.map(({ kind, label }) => `${kindNoun(kind)} ${label}`)} count={deletedCount} />
        </div>
      )}
      {clearedCount > 0 && (
        <div>
          <p className="text-ink">
            {countText(clearedCount, "entity")} {clearedCount === 1 ? "stays, and no longer refers" : "stay, and no longer refer"} to it:
          </p>
          <Lines lines={cleared.map(({ kind, label, field }) => `${kindNoun(kind)} ${label} (${field})`)} count={clearedCount} />
        </div>
      )}
      {deletedCount + clearedCount === 0 && <p>Nothing else hangs on it.</p>}
    </>
  );
}

/** Deletes an entity from the draft, once it was told what goes with it. */
export function DeleteEntity({ at, entity, label, revision, after, onClose }: Props) {
  const router = useRouter();
  const [dependents, setDependents] = useState<Dependents>();
  const [result, setResult] = useState<FormOutcome>({});
  const [isPending, start] = useTransition();
  const { org, groupId } = at;
  const { kind, id } = entity;
  useEffect(() => {
    let isOver = false;
    void trpc.drafts.getDependents.query({ org, groupId, kind, id }).then(
      (answer) => !isOver && setDependents(answer),
      (error: unknown) => !isOver && setResult({ error: failureOf(error).message }),
    );
    return () => {
      isOver = true;
    };
  }, [org, groupId, kind, id]);
  const confirm = () =>
    start(async () => {
      const answer = await settle(() => deleteEntityAction(at, entity, revision, dependents?.deletedCount ?? 0));
      if (!("ok" in answer)) return setResult(answer);
      if (!answer.ok && answer.reason === "dependents") {
        setDependents(answer.dependents);
        return setResult({ error: "What hangs on it has changed. Look again, then delete." });
      }
      if (!answer.ok) return setResult(savedResult(answer));
      toast.success(`${cutText(label)} is deleted from the draft.`);
      onClose();
      if (!after) return;
      leadOn();
      router.push(after);
    });
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Delete ${kindNoun(kind)} ${cutText(label)}?`}
      description={
        <div className="flex min-h-16 flex-col gap-2" aria-live="polite">
          {dependents ? <WhatHangs dependents={dependents} /> : <p>Looking what hangs on it…</p>}
          <p>Only the draft changes: what instances run stays until you publish, and the step can be undone.</p>
        </div>
      }
    >
      <FormError result={result} />
      <div className="mt-4 flex justify-end gap-2">
        <Button kind="quiet" type="button" onClick={onClose}>
          Cancel
        </Button>
        <Button kind="danger" type="button" disabled={isPending || !dependents} onClick={confirm}>
          {isPending ? "One moment…" : "Delete"}
        </Button>
      </div>
    </Dialog>
  );
}
