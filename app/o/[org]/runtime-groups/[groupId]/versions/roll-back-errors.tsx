import { countText } from "@/app/_shared/count-text";
import { FindingList } from "@/app/_shared/finding-list";
import { Notice } from "@/app/_ui/controls";
import type { ReviewFinding } from "@/server/domain/draft";

interface Props {
  errors: ReviewFinding[];
  /** Those that are not shown, too. */
  count: number;
  isAccepted: boolean;
  onAccept: (isAccepted: boolean) => void;
}

/** What instances would refuse by now of content that was live once: shown, and to be accepted, but no hindrance. */
export function RollBackErrors({ errors, count, isAccepted, onAccept }: Props) {
  return (
    <Notice tone="danger">
      <p className="mb-1">This content was live once, but instances may refuse it now and keep what they run:</p>
      <div className="max-h-48 overflow-y-auto" tabIndex={0} role="region" aria-label="What instances may refuse">
        <FindingList findings={errors} />
      </div>
      <label className="mt-2 flex min-h-9 items-center gap-2 font-medium">
        <input type="checkbox" checked={isAccepted} onChange={(event) => onAccept(event.target.checked)} />
        Roll back all the same, with {countText(count, "error")}
      </label>
    </Notice>
  );
}
