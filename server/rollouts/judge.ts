import { selectConfigVersion } from "../../db/queries/config-versions";
import { selectGroupTargets } from "../../db/queries/group-targets";
import { rolloutFactsInBatches } from "../../db/queries/instance-batches";
import type { RolloutRow } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { type RolloutQuestion, startTally } from "../domain/rollout/decide";
import { freezeOf } from "../draft-store/freeze";
import { FAILURES, type Standing, standingOf } from "../domain/rollout/standing";

/** What a rollout is decided by besides its instances, as of now. Undefined: its group or its config version is gone. */
export async function questionOf({ deps, org }: { deps: Deps; org: OrgDb }, rollout: RolloutRow): Promise<RolloutQuestion | undefined> {
  const { groupId, toVersion } = rollout;
  const now = deps.now();
  const [group, targets, version, freeze] = await Promise.all([
    selectRuntimeGroup(org, groupId),
    selectGroupTargets(org, groupId),
    selectConfigVersion(org, groupId, toVersion),
    freezeOf(org, groupId, now),
  ]);
  const target = targets.get(groupId)?.target;
  if (!group || !target || !version) return undefined;
  const { pollIntervalSeconds } = group;
  const { listeningSince } = deps.runtimeApi;
  return { rollout, toEtag: version.etag, pollIntervalSeconds, selectorPins: target.selectorPins, listeningSince, now, isFrozen: freeze !== null };
}

/** An instance that stands in a rollout's way, the worst first. */
export interface Troubled {
  id: string;
  hostname: string;
  stage: number;
  standing: Standing;
}

const TROUBLES = [...FAILURES, "unready", "waiting", "settling"] as const satisfies readonly Standing[];
const MOST_TROUBLED = 50;

/** What is to be done about the rollout now, and who stands where: one pass over its instances, a part at a time, so that no poll waits for it. */
export async function judgeRollout(org: OrgDb, groupId: string, question: RolloutQuestion) {
  const judge = startTally(question);
  const found = new Map<Standing, Troubled[]>(TROUBLES.map((standing) => [standing, []]));
  for await (const batch of rolloutFactsInBatches(org, groupId)) {
    for (const facts of batch) {
      judge.add(facts);
      const { stage, standing } = standingOf(facts, question);
      const named = found.get(standing);
      if (named && named.length < MOST_TROUBLED) named.push({ id: facts.id, hostname: facts.hostname, stage, standing });
    }
  }
  return { ...judge.verdict(), troubled: [...found.values()].flat().slice(0, MOST_TROUBLED) };
}
