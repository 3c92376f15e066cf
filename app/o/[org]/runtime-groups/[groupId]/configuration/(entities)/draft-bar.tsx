import { ChangeCounts } from "@/app/_shared/change-counts";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { cutText } from "@/app/_shared/cut-text";
import { ExportMenu } from "@/app/_shared/export-menu";
import { countText } from "@/app/_shared/count-text";
import { LinkButton, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import type { DraftSummary } from "@/server/domain/draft";
import { DiscardDraft } from "../discard-draft";
import { undoAction } from "../history/actions";

interface Props {
  at: { org: string; groupId: string };
  draft: DraftSummary;
  groupName: string;
  canEdit: boolean;
  canPublish: boolean;
  canReveal: boolean;
  now: number;
}

function LastStep({ at, step, canEdit, now }: Pick<Props, "at" | "canEdit" | "now"> & { step: NonNullable<DraftSummary["lastStep"]> }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-muted">
      <span className="min-w-0 break-words">
        Last: {cutText(step.title)}, by {step.authorName}, <Time at={step.at} now={now} />
      </span>
      {canEdit && !step.isUndone && (
        <ConfirmButton isSmall label="Undo" title={`Undo “${cutText(step.title)}”?`} action={undoAction.bind(null, at, step.revision)} done="Undone.">
          {countText(step.changeCount, "entity")} {step.changeCount === 1 ? "becomes" : "become"} what {step.changeCount === 1 ? "it was" : "they were"} before
          this step. Undoing is a step of its own, so it can be undone.
        </ConfirmButton>
      )}
    </div>
  );
}

/** What is not published yet, who edited last, and what to do with the draft as a whole. */
export function DraftBar({ at, draft, groupName, canEdit, canPublish, canReveal, now }: Props) {
  const { org, groupId } = at;
  const { created, changed, deleted } = draft.changes;
  const changes = created + changed + deleted;
  return (
    <section aria-label="Draft" className="flex flex-col gap-2 rounded-lg border border-line bg-raised px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          {draft.isChanged ? (
            <>
              <span className="font-semibold text-warn">
                <span aria-hidden="true">●</span> {countText(changes, "change")} not published
              </span>
              <ChangeCounts counts={draft.changes} />
            </>
          ) : (
            <span className="text-muted">
              <span aria-hidden="true" className="text-ok">
                ✓
              </span>{" "}
              {draft.live ? (
                <>
                  The draft is what <TextLink href={paths.version(org, groupId, draft.live.version)}>{`v${draft.live.version}`}</TextLink> holds, which is live.
                </>
              ) : (
                "Nothing is drafted or published yet."
              )}
            </span>
          )}
          {draft.isBehind && draft.live && (
            <span className="text-warn">
              <span aria-hidden="true">!</span> {draft.live.authorName} published v{draft.live.version} since the draft began.
            </span>
          )}
        </div>
        <nav aria-label="Draft" className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <TextLink href={paths.configurationYaml(org, groupId)}>YAML</TextLink>
          {canEdit && <TextLink href={paths.importConfig(org, groupId)}>Import</TextLink>}
          <TextLink href={paths.draftHistory(org, groupId)}>History</TextLink>
          <ExportMenu at={at} source="draft" fileName={`${groupName}-draft`} canReveal={canReveal} />
          {draft.isChanged && canEdit && <DiscardDraft isSmall at={at} draft={draft} />}
          {draft.isChanged && <LinkButton href={paths.review(org, groupId)}>{canPublish ? "Review and publish" : "Review"}</LinkButton>}
        </nav>
      </div>
      {draft.lastStep && <LastStep at={at} step={draft.lastStep} canEdit={canEdit} now={now} />}
    </section>
  );
}
