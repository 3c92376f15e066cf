"use client";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { countText } from "@/app/_shared/count-text";
import { EntityDiffs } from "@/app/_shared/entity-diff";
import { FindingList } from "@/app/_shared/finding-list";
import { Progress } from "@/app/_shared/progress";
import { Button, Card, Notice } from "@/app/_ui/controls";
import { isError } from "@/server/domain/config-document/finding";
import type { DraftSaved, ImportPreview } from "@/server/domain/draft";
import { savedResult } from "../saved-result";

interface Props {
  preview: ImportPreview;
  /** Why it was not taken. */
  refused?: Exclude<DraftSaved, { ok: true }>;
  isPending: boolean;
  onTake: () => void;
  onLookAgain: () => void;
}

/** What the files would do to the draft, and the button that takes them. */
export function ImportOutcome({ preview, refused, isPending, onTake, onLookAgain }: Props) {
  const { counts, diff, more, findings, notes, format, entityCount } = preview;
  const changed = counts.created + counts.changed + counts.deleted;
  const errors = findings.filter(isError).length;
  return (
    <Card title={errors > 0 ? "Mend this first" : "What would change"}>
      <div className="flex flex-col gap-4">
        {errors > 0 && <p>Nothing can be taken while there are errors. What you chose and typed above stays: mend it, then look again.</p>}
        <p>
          <strong className="font-medium">{format || "What this is could not be told"}</strong>
          {(errors === 0 || changed > 0) && (
            <>
              , <span className="whitespace-nowrap">the draft then holds {countText(entityCount, "entity")}</span>: <ChangeCounts counts={counts} />
            </>
          )}
        </p>
        {notes.length > 0 && (
          <section aria-label="Read otherwise than written, or left out">
            <h3 className="mb-1 font-medium">Read otherwise than written, or left out</h3>
            <ul className="list-disc pl-5 text-muted">
              {notes.map((note) => (
                <li key={note} className="break-words">
                  {note}
                </li>
              ))}
            </ul>
          </section>
        )}
        {findings.length > 0 && (
          <section aria-label="Findings">
            <h3 className="mb-1 font-medium">Findings</h3>
            <FindingList findings={findings} />
          </section>
        )}
        {changed > 0 && <EntityDiffs diffs={diff} more={more} />}
        {refused && (
          <Notice tone="danger" role="alert">
            <p>{savedResult(refused).error}</p>
            {refused.reason === "conflict" && (
              <button type="button" className="text-accent underline" onClick={onLookAgain}>
                Show again what would change
              </button>
            )}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="button" disabled={isPending || changed === 0 || errors > 0} onClick={onTake}>
            Take into the draft
          </Button>
          <Progress isUnderWay={isPending}>Taking it into the draft…</Progress>
          {!isPending && (
            <span className="text-muted">
              {errors > 0
                ? `${countText(errors, "error")} to mend.`
                : changed === 0
                  ? "The draft holds all of this already."
                  : "It becomes one step of the draft, which can be undone."}
            </span>
          )}
        </div>
      </div>
    </Card>
  );
}
