import type { Metadata } from "next";
import { ChangeCounts } from "@/app/_shared/change-counts";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import { countText } from "@/app/_shared/count-text";
import { load, loadOrg } from "@/app/_trpc/server";
import { Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can } from "@/server/domain/ability";
import type { DraftStep, DraftSummary } from "@/server/domain/draft";
import { discardAction, undoAction } from "./actions";

export const metadata: Metadata = { title: "Draft history" };

interface At {
  org: string;
  groupId: string;
}

/** Discards the draft, once it was told what is lost. */
function Discard({ at, draft, authors }: { at: At; draft: DraftSummary; authors: string[] }) {
  const target = draft.live ? `what v${draft.live.version} holds` : "an empty configuration";
  return (
    <ConfirmButton isDanger label="Discard draft" title="Discard the draft?" action={discardAction.bind(null, at, draft.revision)} done="Draft discarded.">
      <p>
        Lost for good: {draft.isBaseLost ? "all of its steps" : <ChangeCounts counts={draft.changes} />}
        {authors.length > 0 && `, by ${authors.join(", ")}`}. The draft becomes {target}. Published versions and what the instances run stay as they are.
        {!draft.isBaseLost && " To keep a copy, export the draft first."}
      </p>
    </ConfirmButton>
  );
}

function Step({ at, step, now, canEdit }: { at: At; step: DraftStep; now: number; canEdit: boolean }) {
  return (
    <tr className="hover:bg-hover">
      <td className="min-w-40 break-words">
        <span className={step.isUndone ? "text-muted line-through" : ""}>{step.title}</span>{" "}
        {step.isUndone && <span className="text-[13px] whitespace-nowrap text-muted">undone</span>}
      </td>
      <td>{step.authorName}</td>
      <td>
        <Time at={step.at} now={now} />
      </td>
      <td className="whitespace-nowrap tabular-nums">{countText(step.changeCount, "entity")}</td>
      {canEdit && (
        <td>
          {step.isUndone ? (
            <span className="text-muted">–</span>
          ) : (
            <ConfirmButton label="Undo" title={`Undo “${step.title}”?`} action={undoAction.bind(null, at, step.revision)} done="Undone.">
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
  const [draft, steps, me] = await Promise.all([load((api) => api.drafts.get(at)), load((api) => api.drafts.listSteps(at)), loadOrg(org)]);
  const now = Date.now();
  const canEdit = can(me.role, "config.edit");
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
          {canEdit && steps.length > 0 && <Discard at={at} draft={draft} authors={authors} />}
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
