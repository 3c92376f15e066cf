import { FindingList } from "@/app/_shared/finding-list";
import { Notice } from "@/app/_ui/controls";
import type { DraftPublished } from "@/server/domain/published";
import { StepLines } from "./draft-moved";

type Refused = Exclude<DraftPublished, { ok: true }>;

function Why({ at, refused }: { at: { org: string; groupId: string }; refused: Refused }) {
  if (refused.reason === "findings") {
    return (
      <>
        <p className="mb-1">Nothing was published: the check found errors.</p>
        <FindingList findings={refused.findings} at={at} />
      </>
    );
  }
  if (refused.reason === "changed") {
    return (
      <>
        <p>Nothing was published: the draft, or what is live, has changed since you opened this page. What is shown above is new; look again, then publish.</p>
        <StepLines steps={refused.steps} />
      </>
    );
  }
  if (refused.reason === "conflict")
    return <p>Nothing was published: another version went live meanwhile, and both changed the same entities. Choose above what is kept.</p>;
  if (refused.reason === "frozen") return <p>Nothing was published: a freeze has begun meanwhile, as said below.</p>;
  if (refused.reason === "guard") return <p>Nothing was published: how many entities go was not typed, or is another number by now.</p>;
  if (refused.reason === "rollout") return <p>Nothing was published: a rollout has begun meanwhile. Say above what becomes of it.</p>;
  return <p>Nothing was published: the draft holds exactly what is live.</p>;
}

/** Why a publish was refused. */
export const PublishRefused = (props: { at: { org: string; groupId: string }; refused: Refused }) => (
  <Notice tone="danger" role="alert">
    <Why {...props} />
  </Notice>
);
