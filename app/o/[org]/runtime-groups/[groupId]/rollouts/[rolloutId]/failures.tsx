import { load } from "@/app/_trpc/server";
import { Card, TextLink } from "@/app/_ui/controls";
import { paths } from "@/app/paths";
import { FAILURES, type Standing } from "@/server/domain/rollout/standing";
import type { RolloutDetail } from "../load-rollouts";
import { sumOf } from "../reach-counts";
import { StandingBadge } from "../standing-counts";

const SHOWN = 10;

interface At {
  org: string;
  groupId: string;
}

interface Failed {
  id: string;
  hostname: string;
  standing: Standing | null;
  /** The index of the stage that reaches it; null: it is not told of a rollout that has ended. */
  stage: number | null;
}

/** Who stands in the way: of a rollout that has ended, those that had halted it. */
function failedOf({ progress, haltReason, haltedBy }: RolloutDetail): Failed[] {
  if (progress) return progress.troubled.filter(({ standing }) => standing !== "settling");
  const standing = haltReason && haltReason.kind !== "time limit" ? haltReason.kind : null;
  return haltedBy.map((each) => ({ ...each, standing, stage: null }));
}

/** What Kong said, by the id of the instance that it refused on; of the first by their ids, as those are told that failed. */
async function readWords({ org, groupId }: At, number: number): Promise<Map<string, string>> {
  const { rows } = await load((api) => api.instances.listOfVersionById({ org, groupId, number, adoption: "rejected" }));
  return new Map(rows.map(({ id, reason }) => [id, reason]));
}

/** The instances that failed, or are waited for, the worst first, with what their Kong said. */
export async function Failures({ at, rollout }: { at: At; rollout: RolloutDetail }) {
  const failed = failedOf(rollout);
  if (failed.length === 0) return null;
  const isRejected = failed.some(({ standing }) => standing === "rejected");
  const words = isRejected ? await readWords(at, rollout.toVersion) : new Map<string, string>();
  const stages = rollout.progress?.stages.slice(0, rollout.stage + 1) ?? [];
  const count = rollout.progress ? sumOf(stages, [...FAILURES, "unready", "waiting"]) : (rollout.haltReason?.count ?? failed.length);
  const shown = failed.slice(0, SHOWN);
  return (
    <Card title={rollout.progress ? "In its way" : "What had halted it"}>
      <ul className="-my-1.5">
        {shown.map(({ id, hostname, standing, stage }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3 border-line py-1.5 not-first:border-t">
            <TextLink href={paths.instance(at.org, at.groupId, id)}>{hostname}</TextLink>
            {standing && <StandingBadge standing={standing} />}
            {stage !== null && <span className="text-muted">stage {stage + 1}</span>}
            {words.has(id) && <span className="w-full border-l-2 border-danger pl-3 text-[13px] break-words">{words.get(id)}</span>}
          </li>
        ))}
      </ul>
      {count > shown.length && (
        <p className="mt-3 text-muted">
          And {(count - shown.length).toLocaleString("en")} more.{" "}
          <TextLink href={paths.instances(at.org, at.groupId, { sort: "-sync" })}>See all instances, the worst first</TextLink>
        </p>
      )}
    </Card>
  );
}
