import { ConfirmButton } from "./confirm-button";

interface Props {
  hostname: string;
  action: Parameters<typeof ConfirmButton>[0]["action"];
  /** Where its node can enroll after that. */
  enrolls: "again" | "in another group";
}

/** Deletes the record of an instance that is put away for good, once it was said what goes along and what stays. */
export function DeleteRecord({ hostname, action, enrolls }: Props) {
  return (
    <ConfirmButton
      isDanger
      isSmall
      label="Delete"
      title={`Delete the record of ${hostname} for good?`}
      action={action}
      done={`The record of ${hostname} was deleted.`}
    >
      It goes with its apply timeline; what the activity tells of it stays. Its node, where there is one still, keeps serving what it runs, and can enroll{" "}
      {enrolls} with a new token.
    </ConfirmButton>
  );
}
