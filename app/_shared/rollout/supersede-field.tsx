import { Notice, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { RolloutInTheWay } from "@/server/domain/published";

interface Props {
  at: { org: string; groupId: string };
  /** The rollout that has not ended; null: there is none. */
  active: RolloutInTheWay | null;
  /** Whether what is about to go out is staged. */
  isStaged: boolean;
  isAccepted: boolean;
  onAccept: (isAccepted: boolean) => void;
}

/** That a rollout is under way, and whether it is superseded; nothing where there is none. */
export function SupersedeField({ at, active, isStaged, isAccepted, onAccept }: Props) {
  if (!active) return null;
  const { id, fromVersion, toVersion, state, stage, stages } = active;
  return (
    <Notice tone="warn">
      <p>
        <strong className="font-medium">
          The rollout of v{toVersion} has not ended: it is {state}, in stage {stage + 1} of {stages}.
        </strong>{" "}
        {isStaged
          ? `Superseded, it ends; whoever is not reached at first keeps v${fromVersion}, or goes back to it.`
          : "Superseded, it ends, and everybody gets what goes out now."}{" "}
        <TextLink href={paths.rollout(at.org, at.groupId, id)}>Go back to it</TextLink>
      </p>
      <label className="mt-1 flex min-h-9 items-center gap-2 font-medium">
        <input type="checkbox" checked={isAccepted} onChange={(event) => onAccept(event.target.checked)} />
        Supersede the rollout of v{toVersion}
      </label>
    </Notice>
  );
}
