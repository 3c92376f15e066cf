import { StateBadge } from "@/app/_shared/state-badge";

/** What is to be said of a version beside its number: live, of an older one's content, or with its content removed. */
export function VersionState({ isLive, rolledBackTo, isKept }: { isLive: boolean; rolledBackTo: number | null; isKept: boolean }) {
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {isLive && <StateBadge state="live" />}
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
