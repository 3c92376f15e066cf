import { countText } from "@/app/_shared/count-text";
import { FindingList } from "@/app/_shared/finding-list";
import { Card } from "@/app/_ui/controls";
import { isError } from "@/server/domain/config-document/finding";
import type { PublishGuard } from "@/server/domain/configuration/publish-guard";
import type { ReviewFinding } from "@/server/domain/draft";

interface Props {
  at: { org: string; groupId: string };
  findings: ReviewFinding[];
  /** How many the server left out. */
  more: number;
  checkedFor: { gatewayVersion: string; instanceCount: number }[];
  /** A large part of what is live goes, or all of it: no praise then. */
  guard: PublishGuard;
}

const PRAISE = { none: "No fault found", mass_delete: "What is left has no fault", empty: "Nothing is left to check", unreadable: "No fault found" };

/** What it was checked against, in words. */
function checkedText(checkedFor: Props["checkedFor"]): string {
  if (checkedFor.length === 0) return "Checked by the rules of Gateway 3.9: no instance has told its Gateway version yet.";
  const each = checkedFor.map(({ gatewayVersion, instanceCount }) => `${gatewayVersion} (${countText(instanceCount, "instance")})`);
  return `Checked by the rules of Gateway ${each.join(", ")}.`;
}

/** How the check of the draft came out, for every Gateway version that the group's instances run. */
export function ReviewFindings({ at, findings, more, checkedFor, guard }: Props) {
  const errors = findings.filter(isError).length;
  const warnings = findings.length - errors;
  const verdict = [errors > 0 && countText(errors, "error"), warnings > 0 && countText(warnings, "warning")].filter(Boolean).join(", ");
  const [shape, tone] = errors > 0 ? ["✕", "text-danger"] : warnings > 0 ? ["!", "text-warn"] : ["✓", guard.kind === "none" ? "text-ok" : "text-muted"];
  return (
    <Card>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-semibold">
          <span aria-hidden="true" className={tone}>
            {shape}
          </span>{" "}
          {verdict || PRAISE[guard.kind]}
        </h3>
        <p className="text-[13px] text-muted">{checkedText(checkedFor)}</p>
      </div>
      {findings.length > 0 && (
        <div className="mt-2">
          <FindingList findings={findings} at={at} />
        </div>
      )}
      {more > 0 && <p className="mt-1 text-muted">There are {countText(more, "more finding")}. Mend these first.</p>}
    </Card>
  );
}
