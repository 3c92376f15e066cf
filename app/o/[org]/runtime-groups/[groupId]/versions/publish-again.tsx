import { ConfirmButton } from "@/app/_shared/confirm-button";
import { publishAgainAction } from "./actions";

interface Props {
  at: { org: string; groupId: string };
  number: number;
  /** Of the group: who is told. */
  instances: number;
}

/** Publishes an older version's document as the next version, once it was told what that does. */
export function PublishAgain({ at, number, instances }: Props) {
  return (
    <ConfirmButton
      label="Publish again"
      title={`Publish v${number} again?`}
      action={publishAgainAction.bind(null, { org: at.org, groupId: at.groupId }, number)}
      done={`Published the document of v${number} again.`}
    >
      Its document becomes the next config version, and {instances === 1 ? "the instance" : `all ${instances} instances`} of this group{" "}
      {instances === 1 ? "runs" : "run"} it from then on. Nothing is deleted: the version that is live now stays in the list.
    </ConfirmButton>
  );
}
