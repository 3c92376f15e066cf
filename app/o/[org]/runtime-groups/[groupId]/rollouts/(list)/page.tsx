import type { Metadata } from "next";
import Link from "next/link";
import { Pager } from "@/app/_shared/list-controls";
import { listStateOf } from "@/app/_shared/list-state";
import { load, loadGroup } from "@/app/_trpc/server";
import { Empty, LinkButton, TextLink } from "@/app/_ui/controls";
import { Table } from "@/app/_ui/table";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { loadActiveRollout, type RolloutSummary } from "../load-rollouts";
import { RolloutCard } from "../rollout-card";
import { RolloutBadge, StageOf } from "../rollout-state";

export const metadata: Metadata = { title: "Rollouts" };

interface At {
  org: string;
  groupId: string;
}

function RolloutRow({ at, rollout, now }: { at: At; rollout: RolloutSummary; now: number }) {
  const { id, fromVersion, toVersion, state, haltReason, startedBy, startedAt, endedAt } = rollout;
  return (
    <tr className="hover:bg-hover">
      <td>
        <Link className="font-medium whitespace-nowrap text-accent hover:underline" href={paths.rollout(at.org, at.groupId, id)}>
          v{fromVersion} → v{toVersion}
        </Link>
      </td>
      <td>
        <RolloutBadge state={state} />
      </td>
      <td>
        <StageOf {...rollout} />
      </td>
      <td className={`min-w-40 break-words ${haltReason ? "" : "is-empty"}`}>{haltReason ? haltReason.text : <span className="text-muted">–</span>}</td>
      <td>{startedBy}</td>
      <td>
        <Time at={startedAt} now={now} />
      </td>
      <td className={endedAt === null ? "is-empty" : undefined}>
        {endedAt === null ? <span className="text-muted">–</span> : <Time at={endedAt} now={now} />}
      </td>
    </tr>
  );
}

/** Why there is no rollout yet, and how one is started. */
async function NoRollouts({ org, groupId }: At) {
  const { liveVersion } = await loadGroup(org, groupId);
  return (
    <Empty title="No rollout yet">
      <p>
        {liveVersion
          ? "A publish that is staged reaches a few instances first and goes on by itself as they prove it. Choose “Staged” where you publish, or make it the group's own way in its settings."
          : "The first config version goes to everybody at once, as there is nothing to hold anybody back to. From the second on a publish can be staged."}
      </p>
      <LinkButton href={paths.review(org, groupId)}>Review and publish</LinkButton>
      <TextLink href={paths.groupSettings(org, groupId)}>How a publish goes out</TextLink>
    </Empty>
  );
}

interface Props {
  params: Promise<At>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RolloutsPage({ params, searchParams }: Props) {
  const { org, groupId } = await params;
  const at = { org, groupId };
  const state = listStateOf(await searchParams, "");
  const [{ rows, total, pages }, active] = await Promise.all([load((api) => api.rollouts.list({ ...at, page: state.page })), loadActiveRollout(org, groupId)]);
  const now = Date.now();
  if (total === 0) return <NoRollouts {...at} />;
  return (
    <>
      {active && <RolloutCard at={at} rollout={active} title="Under way" now={now} />}
      <Table label="Rollouts" head={["Config version", "State", "Stage", "Halted because", "By", "Started", "Ended"]}>
        {rows.map((rollout) => (
          <RolloutRow key={rollout.id} at={at} rollout={rollout} now={now} />
        ))}
      </Table>
      <Pager state={state} pages={pages} total={total} noun="rollout" />
    </>
  );
}
