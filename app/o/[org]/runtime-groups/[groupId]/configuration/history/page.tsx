import type { Metadata } from "next";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { countText } from "@/app/_shared/count-text";
import { cutText } from "@/app/_shared/cut-text";
import { load, loadGroup } from "@/app/_trpc/server";
import { Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import type { DraftStep } from "@/server/domain/draft";
import { DiscardDraft } from "../discard-draft";
import { undoAction } from "./actions";

export const metadata: Metadata = { title: "Draft history" };

interface At {
  org: string;
  groupId: string;
}

function Step({ at, step, now, canEdit }: { at: At; step: DraftStep; now: number; canEdit: boolean }) {
  return (
    <tr className="hover:bg-hover">
      <td className="min-w-40 break-words">
        <span className={step.isUndone ? "text-muted line-through" : ""} title={step.title}>
          {cutText(step.title)}
        </span>{" "}
        {step.isUndone && <span className="text-[13px] whitespace-nowrap text-muted">undone</span>}
      </td>
      <td>{step.authorName}</td>
      <td>
        <Time at={step.at} now={now} />
      </td>
      <td className="whitespace-nowrap tabular-nums">{countText(step.changeCount, "entity")}</td>
      {canEdit && (
        <td className={step.isUndone ? "is-empty" : undefined}>
          {step.isUndone ? (
            <span className="text-muted">–</span>
          ) : (
            <ConfirmButton label="Undo" title={`Undo “${cutText(step.title)}”?`} action={undoAction.bind(null, at, step.revision)} done="Undone.">
              {countText(step.changeCount, "entity")} {step.changeCount === 1 ? "becomes" : "become"} again what{" "}
              {step.changeCount === 1 ? "it was" : "they were"} before this step by {step.authorName}. Later steps stay; where one of them changed the same
              entity, the undo is refused and says which. Undoing is a step of its own, so it can be undone.
            </ConfirmButton>
          )}
        </td>
      )}
    </tr>
  );
}

export default async function HistoryPage({ params }: { params: Promise<At> }) {
  const { org, groupId } = await params;
  const at = { org, groupId };
  const [draft, steps, group] = await Promise.all([load((api) => api.drafts.get(at)), load((api) => api.drafts.listSteps(at)), loadGroup(org, groupId)]);
  const now = Date.now();
  const canEdit = can(group.role, "config.edit");
  const canUndo = canEdit && !draft.isBaseLost;
  const authors = [...new Set(steps.filter((step) => !step.isUndone).map((step) => step.authorName))];
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-lg font-semibold">Draft history</h2>
          <p className="text-muted">
            {draft.base ? (
              <>
                Began from <TextLink href={paths.version(org, groupId, draft.base.version)}>{`v${draft.base.version}`}</TextLink>.{" "}
              </>
            ) : (
              "Began from nothing. "
            )}
            {draft.isBaseLost ? "Its content cannot be read any more, so that the draft can only be discarded." : <ChangeCounts counts={draft.changes} />}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {draft.isChanged && <LinkButton href={paths.review(org, groupId)}>Review</LinkButton>}
          {canEdit && steps.length > 0 && <DiscardDraft at={at} draft={draft} authors={authors} />}
        </div>
      </div>
      <Table label="Steps of the draft, newest first" head={["What", "Who", "When", "Touches", ...(canUndo ? ["Action"] : [])]}>
        {steps.map((step) => (
          <Step key={step.revision} at={at} step={step} now={now} canEdit={canUndo} />
        ))}
        {steps.length === 0 && (
          <tr>
            <td colSpan={5}>
              <Empty title="No step yet">
                <p>Every change to the draft becomes a line here, with who made it, and can be undone.</p>
                <LinkButton href={paths.configuration(org, groupId)}>To the configuration</LinkButton>
              </Empty>
            </td>
          </tr>
        )}
      </Table>
    </>
  );
}
