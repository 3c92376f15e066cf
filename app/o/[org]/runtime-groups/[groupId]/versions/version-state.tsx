import { StateBadge, StateMark } from "@/app/_shared/state-badge";
import { TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import type { VersionRollout } from "./version-rollouts";

interface Props {
  at: { org: string; groupId: string };
  isLive: boolean;
  rolledBackTo: number | null;
  isKept: boolean;
  /** By which it went out; undefined: it went to everybody. */
  rollout: VersionRollout | undefined;
}

const rolloutText = ({ state, share }: VersionRollout): string =>
  [state === "running" ? "rolling out" : state, share !== null && `${state === "running" ? "" : "at "}${share} %`].filter(Boolean).join(" ");

/** What is to be said of a version beside its number: live, how far its rollout is, of an older one's content, or with its content removed. */
export function VersionState({ at, isLive, rolledBackTo, isKept, rollout }: Props) {
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {isLive && <StateBadge state="live" />}
      {rollout && (
        <span className="whitespace-nowrap">
          <StateMark state={rollout.state} /> <TextLink href={paths.rollout(at.org, at.groupId, rollout.id)}>{rolloutText(rollout)}</TextLink>
        </span>
      )}
      {rolledBackTo !== null && (
        <span className="whitespace-nowrap text-muted">
          <span aria-hidden="true">↺</span> content of v{rolledBackTo}
        </span>
      )}
      {!isKept && (
        <span className="whitespace-nowrap text-muted">
          <span aria-hidden="true">◌</span> content removed
        </span>
      )}
    </span>
  );
}
