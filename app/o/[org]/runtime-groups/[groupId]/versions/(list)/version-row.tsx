import Link from "next/link";
import { ChangeMarks } from "@/app/_shared/change-counts";
import { sizeText } from "@/app/_shared/size-text";
import { Time } from "@/app/_ui/time";
import type { WaysOut } from "@/app/_shared/rollout/use-how-it-goes-out";
import { paths } from "@/app/paths";
import type { listConfigVersions } from "@/server/config-versions/list";
import { RollBack } from "../roll-back";
import { VersionState } from "../version-state";
import type { VersionRollout } from "../version-rollouts";
import { TagChips } from "../version-tags";

interface Props {
  at: { org: string; groupId: string };
  version: Awaited<ReturnType<typeof listConfigVersions>>[number];
  /** The version that is live. */
  live: number | null;
  /** Of the group. */
  instances: number;
  now: number;
  canPublish: boolean;
  ways: WaysOut;
  rollout: VersionRollout | undefined;
  mayOverride: boolean;
  /** Whether it is chosen at first as one side of a comparison; null: there is nothing to compare with. */
  compare: { isFrom: boolean; isTo: boolean } | null;
}

/** One config version in the list, with the radio buttons that choose it for a comparison. */
export function VersionRow({ at, version, live, instances, now, canPublish, ways, rollout, mayOverride, compare }: Props) {
  const { number, createdCount, changedCount, deletedCount, isKept } = version;
  const isCounted = createdCount !== null && changedCount !== null && deletedCount !== null;
  return (
    <tr className="hover:bg-hover">
      <td>
        <Link className="font-medium text-accent hover:underline" href={paths.version(at.org, at.groupId, number)}>
          v{number}
        </Link>
        <div className="flex flex-wrap gap-x-2">
          <VersionState at={at} rollout={rollout} {...version} />
        </div>
      </td>
      {compare && (
        <td className="whitespace-nowrap">
          <input type="radio" name="from" value={number} defaultChecked={compare.isFrom} disabled={!isKept} aria-label={`From v${number}`} title="From" />{" "}
          <input type="radio" name="to" value={number} defaultChecked={compare.isTo} disabled={!isKept} aria-label={`To v${number}`} title="To" />
        </td>
      )}
      <td className="min-w-28 break-words">
        {version.message} <TagChips tags={version.tags} />
      </td>
      <td>{version.authorName}</td>
      <td>
        <Time at={version.createdAt} now={now} />
      </td>
      <td>
        {isCounted ? <ChangeMarks counts={{ created: createdCount, changed: changedCount, deleted: deletedCount }} /> : <span className="text-muted">–</span>}
      </td>
      <td className="tabular-nums">{version.entityCount}</td>
      <td className="whitespace-nowrap tabular-nums">{sizeText(version.sizeBytes)}</td>
      <td className="whitespace-nowrap tabular-nums">
        {version.instances} of {instances}
      </td>
      {canPublish && (
        <td className={version.isLive || !isKept ? "is-empty" : undefined}>
          {version.isLive || !isKept ? <span className="text-muted">–</span> : <RollBack {...{ at, number, live, instances, ways, mayOverride }} />}
        </td>
      )}
    </tr>
  );
}
