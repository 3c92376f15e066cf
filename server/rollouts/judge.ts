import { selectConfigVersion } from "../../db/queries/config-versions";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { rolloutFactsInBatches } from "../../db/queries/instance-batches";
import { type RolloutRow, selectRolloutSteps } from "../../db/queries/rollouts";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { type RolloutQuestion, startTally } from "../domain/rollout/decide";
import { pausedTime } from "../domain/rollout/paused-time";
import { isGroupFrozen } from "../draft-store/freeze";
import { FAILURES, type Standing } from "../domain/rollout/standing";

/** What a rollout is decided by besides its instances, as of now. Undefined: its group or its config version is gone. */
export async function questionOf({ deps, org }: { deps: Deps; org: OrgDb }, rollout: RolloutRow): Promise<RolloutQuestion | undefined> {
  const { groupId, toVersion } = rollout;
  const now = deps.now();
  const [measures, version, isFrozen, steps] = await Promise.all([
    selectGroupMeasures(org, groupId),
    selectConfigVersion(org, groupId, toVersion),
    isGroupFrozen(org, groupId, now),
    selectRolloutSteps(org, rollout.id),
  ]);
  const measure = measures.get(groupId);
  if (!measure || !version) return undefined;
  const { pollIntervalSeconds, target } = measure;
  const { listeningSince } = deps.runtimeApi;
  const pausedMs = pausedTime(steps, rollout.stageStartedAt);
  return { rollout, toEtag: version.etag, pollIntervalSeconds, selectorPins: target.selectorPins, listeningSince, now, isFrozen, pausedMs };
}

/** An instance that stands in a rollout's way, the worst first. */
export interface Troubled {
  id: string;
  hostname: string;
  stage: number;
  standing: Standing;
}

const TROUBLES = [...FAILURES, "unready", "waiting", "settling"] as const satisfies readonly Standing[];
/** In the way where a gate waits for one of them, there being nobody else to prove the version. */
const PREVENTED = ["held", "away"] as const satisfies readonly Standing[];
const MOST_TROUBLED = 50;

/** What is to be done about the rollout now, and who stands where: one pass over its instances, a part at a time, so that no poll waits for it. */
export async function judgeRollout(org: OrgDb, groupId: string, question: RolloutQuestion) {
  const judge = startTally(question);
  const found = new Map<Standing, Troubled[]>([...TROUBLES, ...PREVENTED].map((standing) => [standing, []]));
  for await (const batch of rolloutFactsInBatches(org, groupId)) {
    for (const facts of batch) {
      const { stage, standing } = judge.add(facts);
      const named = found.get(standing);
      if (named && stage <= question.rollout.stage && named.length < MOST_TROUBLED) named.push({ id: facts.id, hostname: facts.hostname, stage, standing });
    }
  }
  const { tally, verdict } = judge.verdict();
  const isPrevented = verdict.kind === "wait" && verdict.awaited.what === "instances" && verdict.awaited.counting === 0;
  const troubled = (isPrevented ? PREVENTED : TROUBLES).flatMap((standing) => found.get(standing) ?? []);
  return { tally, verdict, troubled: troubled.slice(0, MOST_TROUBLED) };
}
