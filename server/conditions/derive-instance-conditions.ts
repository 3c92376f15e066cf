import { insertEvents } from "../../db/queries/events";
import { selectGroupTargets } from "../../db/queries/group-targets";
import { factsInBatches, type GroupedFacts } from "../../db/queries/instance-batches";
import {
  type Condition,
  type ConditionKey,
  deleteConditions,
  insertConditions,
  selectConditionsOf,
  selectGoneConditions,
} from "../../db/queries/open-conditions";
import { selectRuntimeGroups } from "../../db/queries/runtime-groups";
import type { Executor } from "../../db/client";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import type { EventDetail } from "../domain/notifications/event-kinds";
import { type InstanceState, instanceState, isSilenceProven } from "../domain/instance-state";
import { expectationOf, type GroupMeasure } from "../domain/rollout/expectation";
import { INSTANCE_CONDITIONS, type InstanceCondition, instanceConditions, isRecovered, SILENCE_CONDITIONS } from "../domain/notifications/condition";

interface Seen {
  facts: GroupedFacts;
  state: InstanceState;
  expectedVersion: number | null;
  /** That it is silent is its own doing. */
  isSilenceProven: boolean;
}

const isOfSilence = (kind: string): boolean => SILENCE_CONDITIONS.some((each) => each === kind);
const isOfInstance = (kind: string): kind is InstanceCondition => INSTANCE_CONDITIONS.some((each) => each === kind);

/** What opens and what is over of these instances, against what is open. */
function changesOf(seen: Seen[], open: (ConditionKey & { mark: string })[]) {
  const marks = new Map(open.map(({ subjectId, kind, mark }) => [`${subjectId} ${kind}`, mark]));
  const opened: Condition[] = [];
  const holding = new Set<string>();
  for (const { facts, state, expectedVersion, isSilenceProven: isProven } of seen) {
    // What is open of its silence stays, since nothing else is known.
    if (!isProven) for (const kind of SILENCE_CONDITIONS) holding.add(`${facts.id} ${kind}`);
    for (const kind of instanceConditions(state).filter((each) => isProven || !isOfSilence(each))) {
      const mark = kind === "rejected" ? (facts.rejectedEtag ?? "") : "";
      holding.add(`${facts.id} ${kind}`);
      if (marks.get(`${facts.id} ${kind}`) === mark) continue;
      const detail: EventDetail = kind === "rejected" && expectedVersion !== null ? { version: expectedVersion } : {};
      opened.push({ subjectId: facts.id, kind, groupId: facts.groupId, mark, detail });
    }
  }
  const closed = open.filter(({ subjectId, kind }) => isOfInstance(kind) && !holding.has(`${subjectId} ${kind}`));
  return { opened, closed };
}

/** Closes conditions; of an instance that is well again, people are told. */
async function close(tx: Executor, org: OrgDb, closed: ConditionKey[], seen: Map<string, Seen>, at: number): Promise<void> {
  const recovered = (await deleteConditions(tx, org, closed)).flatMap(({ subjectId, kind }) => {
    const instance = seen.get(subjectId);
    if (!instance || !isOfInstance(kind) || !isRecovered(kind, instance.state)) return [];
    return [{ kind: "recovered" as const, groupId: instance.facts.groupId, instanceId: subjectId, detail: { from: kind }, at }];
  });
  await insertEvents(tx, org, recovered);
}

async function measuresOf(org: OrgDb): Promise<Map<string, GroupMeasure>> {
  const [groups, targets] = await Promise.all([selectRuntimeGroups(org), selectGroupTargets(org)]);
  return new Map(
    groups.flatMap(({ id, pollIntervalSeconds }) => {
      const found = targets.get(id);
      return found ? [[id, { target: found.target, etagOf: found.etags, pollIntervalSeconds }]] : [];
    }),
  );
}

/**
 * Holds the org's instances against the clock: opens what needs attention by now, closes what is over, and writes an event for each that
 * people have not been told of. Reads a part at a time, and writes where something changed alone. `assertHeld` is called in each transaction.
 */
export async function deriveInstanceConditions(
  { now, runtimeApi: { listeningSince } }: Pick<Deps, "now" | "runtimeApi">,
  org: OrgDb,
  assertHeld: (tx: Executor) => Promise<void>,
): Promise<void> {
  const measures = await measuresOf(org);
  for await (const batch of factsInBatches(org)) {
    const at = now();
    const seen = batch.flatMap((facts) => {
      const measure = measures.get(facts.groupId);
      if (!measure || facts.isRevoked) return [];
      const expected = expectationOf(measure, facts);
      const listening = { listeningSince, pollIntervalSeconds: measure.pollIntervalSeconds, now: at };
      const isProven = isSilenceProven(facts.lastSeenAt, listening);
      return [{ facts, state: instanceState(facts, expected, at), expectedVersion: expected.expectedVersion, isSilenceProven: isProven }];
    });
    const known = new Map(seen.map((each) => [each.facts.id, each]));
    const { opened, closed } = changesOf(seen, await selectConditionsOf(org, [...known.keys()]));
    if (opened.length + closed.length === 0) continue;
    await org.db.write(async (tx) => {
      await assertHeld(tx);
      await close(tx, org, closed, known, at);
      await insertConditions(tx, org, opened, at);
    });
  }
  const gone = await selectGoneConditions(org, [...INSTANCE_CONDITIONS]);
  if (gone.length > 0) await org.db.write((tx) => deleteConditions(tx, org, gone));
}
