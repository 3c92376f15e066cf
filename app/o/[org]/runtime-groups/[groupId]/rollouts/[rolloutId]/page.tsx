import type { Metadata } from "next";
import { countText } from "@/app/_shared/count-text";
import { Facts } from "@/app/_shared/facts";
import { haltedText } from "@/app/_shared/rollout/strategy-text";
import { load, loadGroup } from "@/app/_trpc/server";
import { Card, Notice, TextLink } from "@/app/_ui/controls";
import { Time } from "@/app/_ui/time";
import { paths } from "@/app/paths";
import { can, roleName } from "@/server/domain/ability";
import { AwaitedText } from "../awaited";
import { loadRollout, type RolloutDetail } from "../load-rollouts";
import { reachCounts } from "../reach-counts";
import { RolloutActs } from "../rollout-acts";
import { RolloutBadge } from "../rollout-state";
import { Failures } from "./failures";
import { Refusals } from "./refusals";
import { Stages } from "./stages";
import { Timeline } from "./timeline";

interface Props {
  params: Promise<{ org: string; groupId: string; rolloutId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { org, groupId, rolloutId } = await params;
  const { fromVersion, toVersion } = await loadRollout(org, groupId, rolloutId);
  return { title: `Rollout v${fromVersion} → v${toVersion}` };
}

/** What waits for a person is to be seen. */
function toneOf({ state, progress }: RolloutDetail): "danger" | "warn" | "info" {
  if (state === "halted") return "danger";
  return state === "paused" || progress?.awaited?.what === "approval" ? "warn" : "info";
}

/** What it waits for now, or why it stopped, in one line that is read out as it changes. */
function Now({ rollout, now }: { rollout: RolloutDetail; now: number }) {
  if (!rollout.progress) return null;
  return (
    <Notice tone={toneOf(rollout)} role="status">
      <p>
        <span className="font-medium">Stage {rollout.stage + 1}.</span> <AwaitedText rollout={rollout} now={now} />
      </p>
    </Notice>
  );
}

function Summary({ at, rollout, now }: { at: { org: string; groupId: string }; rollout: RolloutDetail; now: number }) {
  const { fromVersion, toVersion, startedBy, startedAt, endedAt, progress, strategy } = rollout;
  const counts = progress && reachCounts(progress.stages, rollout.stage);
  const version = (number: number) => <TextLink href={paths.version(at.org, at.groupId, number)}>{`v${number}`}</TextLink>;
  const facts = [
    [
      "Goes out",
      <>
        {version(toVersion)}; others {progress ? "keep" : "kept"} {version(fromVersion)}. See{" "}
        <TextLink href={paths.compare(at.org, at.groupId, fromVersion, toVersion)}>every change</TextLink> and{" "}
        <TextLink href={paths.versionFleet(at.org, at.groupId, toVersion)}>who runs it</TextLink>.
      </>,
    ],
    [
      "Reaches",
      counts &&
        `${counts.reached.toLocaleString("en")} of ${countText(counts.total, "instance")}, of which ${counts.running.toLocaleString("en")} ${counts.running === 1 ? "runs" : "run"} it`,
    ],
    ["On a failure", haltedText(strategy)],
    [
      "Started",
      <>
        <Time key="at" at={startedAt} now={now} /> by {startedBy}
      </>,
    ],
    ...(endedAt === null ? [] : [["Ended", <Time key="ended" at={endedAt} now={now} />] as const]),
  ] as const;
  return (
    <Card>
      <Facts facts={facts.filter(([, value]) => value)} />
    </Card>
  );
}

export default async function RolloutPage({ params }: Props) {
  const { org, groupId, rolloutId } = await params;
  const at = { org, groupId };
  const [rollout, group] = await Promise.all([loadRollout(org, groupId, rolloutId), loadGroup(org, groupId)]);
  // While it goes on, those in its way are told with what their Kong said.
  const refused = rollout.endedAt === null ? null : await load((api) => api.instances.listRolloutRefusals({ org, groupId, rolloutId }));
  const isRefused = refused !== null && refused.total > 0;
  const now = Date.now();
  const canAct = can(group.role, "config.publish");
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="min-w-0 text-lg font-semibold break-words">
          v{rollout.fromVersion} → v{rollout.toVersion}: {rollout.message}{" "}
          <span className="text-base font-normal">
            <RolloutBadge state={rollout.state} />
          </span>
        </h2>
        {canAct && <RolloutActs at={at} rollout={rollout} mayOverride={can(group.role, "freeze.override")} />}
      </div>
      {!canAct && rollout.progress && (
        <p className="text-muted">Your role ({roleName(group.role)}) does not steer rollouts. A Deployer, Editor or Admin can.</p>
      )}
      <Now rollout={rollout} now={now} />
      <Stages rollout={rollout} now={now} />
      {!(isRefused && rollout.haltReason?.kind === "rejected") && <Failures at={at} rollout={rollout} />}
      {isRefused && <Refusals at={at} toVersion={rollout.toVersion} {...refused} now={now} />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Summary at={at} rollout={rollout} now={now} />
        <Timeline rollout={rollout} now={now} />
      </div>
    </>
  );
}
