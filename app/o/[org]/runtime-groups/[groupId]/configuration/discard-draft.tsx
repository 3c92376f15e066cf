import { ChangeCounts } from "@/app/_shared/change-counts";
import { ConfirmButton } from "@/app/_shared/confirm-button";
import type { DraftSummary } from "@/server/domain/draft";
import { discardAction } from "./history/actions";

interface Props {
  at: { org: string; groupId: string };
  draft: Pick<DraftSummary, "live" | "revision" | "changes"> & Partial<Pick<DraftSummary, "isBaseLost">>;
  /** Whose work is lost; absent: not told here. */
  authors?: string[];
  isSmall?: boolean;
}

/** Discards the draft, once it was told what is lost. */
export function DiscardDraft({ at, draft, authors = [], isSmall }: Props) {
  const target = draft.live ? `what v${draft.live.version} holds` : "an empty configuration";
  return (
    <ConfirmButton
      isDanger
      isSmall={isSmall}
      label="Discard draft"
      title="Discard the draft?"
      action={discardAction.bind(null, at, draft.revision)}
      done="Draft discarded."
    >
      <p>
        Lost for good: {draft.isBaseLost ? "all of its steps" : <ChangeCounts counts={draft.changes} />}
        {authors.length > 0 && `, by ${authors.join(", ")}`}. The draft becomes {target}. Published versions and what the instances run stay as they are.
        {!draft.isBaseLost && " To keep a copy, export the draft first."}
      </p>
    </ConfirmButton>
  );
}
