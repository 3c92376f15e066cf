import { insertEvents } from "../../db/queries/events";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { factsInBatches, type GroupedFacts, selectFacts } from "../../db/queries/instance-batches";
import {
  type Condition,
  type ConditionKey,
  deleteConditions,
  insertConditions,
  type OpenCondition,
  selectConditionsOf,
  selectGoneConditions,
  updateOverSince,
} from "../../db/queries/open-conditions";
import type { Executor } from "../../db/client";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import type { EventDetail } from "../domain/notifications/event-kinds";
import { type InstanceState, instanceState, isSilenceProven } from "../domain/instance-state";
import { expectationOf, type GroupMeasure } from "../domain/rollout/expectation";
import {
  INSTANCE_CONDITIONS,
  type InstanceCondition,
  instanceConditions,
  isRecovered,
  SETTLED_MS,
  SILENCE_CONDITIONS,
} from "../domain/notifications/condition";

interface Seen {
  facts: GroupedFacts;
  state: InstanceState;
  /** What opens. */
  surely: InstanceCondition[];
  /** What is not over, where it is open. */
  maybe: InstanceCondition[];
  expectedVersion: number | null;
}

/** What conditions are derived with, as of one moment. */
interface Look {
  measures: ReadonlyMap<string, GroupMeasure>;
  listeningSince: number;
  at: number;
}

const isOfInstance = (kind: string): kind is InstanceCondition => INSTANCE_CONDITIONS.some((each) => each === kind);

/** What the time tells for which one was not heard of. */
const UNKNOWN_IN_SILENCE: readonly InstanceCondition[] = [...SILENCE_CONDITIONS, "notReady"];

/** The instances as they are seen; those that nobody expects anything of are left out. */
const seenOf = (batch: readonly GroupedFacts[], { measures, listeningSince, at }: Look): Seen[] =>
  batch.flatMap((facts) => {
    const measure = measures.get(facts.groupId);
    if (!measure || facts.isRevoked) return [];
    const expected = expectationOf(measure, facts);
    const state = instanceState(facts, expected, at);
    const told = instanceConditions(state);
    const isProven = isSilenceProven(facts.lastSeenAt, { listeningSince, pollIntervalSeconds: measure.pollIntervalSeconds, now: at });
    const surely = isProven ? told : told.filter((kind) => !UNKNOWN_IN_SILENCE.includes(kind));
    // Of one that could not be heard, nothing is known to be over.
    const maybe = isProven ? told : [...told, ...UNKNOWN_IN_SILENCE];
    return [{ facts, state, surely, maybe, expectedVersion: expected.expectedVersion }];
  });

/** Whether the instance is well in what the condition is about. */
const isWell = ({ kind }: ConditionKey, instance: Seen | undefined): instance is Seen =>
  instance !== undefined && isOfInstance(kind) && isRecovered(kind, instance.state);

/**
 * What opens and what ends of these instances, against what is open: what is `over` may come back, and is `closed` once the instance has
 * been well for a while, or where another condition took its place.
 */
function changesOf(seen: Seen[], open: OpenCondition[], at: number) {
  const lasting = open.filter(({ overSince }) => overSince === null);
  const marks = new Map(lasting.map(({ subjectId, kind, mark }) => [`${subjectId} ${kind}`, mark]));
  const opened: Condition[] = [];
  const holding = new Set<string>();
  for (const { facts, surely, maybe, expectedVersion } of seen) {
    for (const kind of maybe) holding.add(`${facts.id} ${kind}`);
    for (const kind of surely) {
      const mark = kind === "rejected" ? (facts.rejectedEtag ?? "") : "";
      if (marks.get(`${facts.id} ${kind}`) === mark) continue;
      const detail: EventDetail = kind === "rejected" && expectedVersion !== null ? { version: expectedVersion } : {};
      opened.push({ subjectId: facts.id, kind, groupId: facts.groupId, mark, detail });
    }
  }
  const instances = new Map(seen.map((each) => [each.facts.id, each]));
  const ended = open.filter(({ subjectId, kind }) => isOfInstance(kind) && !holding.has(`${subjectId} ${kind}`));
  const isSettling = (each: OpenCondition) => isWell(each, instances.get(each.subjectId)) && at - (each.overSince ?? at) < SETTLED_MS;
  const over = ended.filter((each) => each.overSince === null && isSettling(each));
  return { opened, over, closed: ended.filter((each) => !isSettling(each)) };
}

/**
 * Ends conditions that hold no more still: a report may have opened one, with its own facts, after these were read. Of an instance that is
 * well again, people are told once the condition is closed.
 */
async function end(tx: Executor, org: OrgDb, { over, closed }: { over: ConditionKey[]; closed: ConditionKey[] }, look: Look): Promise<void> {
  const ended = [...over, ...closed];
  const rows = ended.length > 0 ? await selectFacts(tx, org, [...new Set(ended.map(({ subjectId }) => subjectId))]) : [];
  const seen = new Map(seenOf(rows, look).map((each) => [each.facts.id, each]));
  const isEnded = ({ subjectId, kind }: ConditionKey) => !(isOfInstance(kind) && seen.get(subjectId)?.maybe.includes(kind));
  await updateOverSince(tx, org, over.filter(isEnded), look.at);
  const recovered = (await deleteConditions(tx, org, closed.filter(isEnded))).flatMap((key) => {
    const instance = seen.get(key.subjectId);
    if (!isWell(key, instance)) return [];
    return [{ kind: "recovered" as const, groupId: instance.facts.groupId, instanceId: key.subjectId, detail: { from: key.kind }, at: look.at }];
  });
  await insertEvents(tx, org, recovered);
}

/**
 * Holds the org's instances against the clock: opens what needs attention by now, closes what has been over for a while, and writes an event for each that
 * people have not been told of. Reads a part at a time, and writes where something changed alone. `assertHeld` is called in each transaction.
 */
export async function deriveInstanceConditions(
  { now, runtimeApi }: Pick<Deps, "now" | "runtimeApi">,
  org: OrgDb,
  assertHeld: (tx: Executor) => Promise<void>,
): Promise<void> {
  const measures = await selectGroupMeasures(org);
  for await (const batch of factsInBatches(org)) {
    const look = { measures, listeningSince: runtimeApi.listeningSince, at: now() };
    const seen = seenOf(batch, look);
    const ids = seen.map(({ facts }) => facts.id);
    const { opened, ...ended } = changesOf(seen, await selectConditionsOf(org, ids), look.at);
    if (opened.length + ended.over.length + ended.closed.length === 0) continue;
    await org.db.write(async (tx) => {
      await assertHeld(tx);
      await end(tx, org, ended, look);
      await insertConditions(tx, org, opened, look.at);
    });
  }
  const gone = await selectGoneConditions(org, [...INSTANCE_CONDITIONS]);
  if (gone.length > 0) await org.db.write((tx) => deleteConditions(tx, org, gone));
}
