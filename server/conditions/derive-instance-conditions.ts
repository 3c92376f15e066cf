import { insertEvents } from "../../db/queries/events";
import { selectGroupMeasures } from "../../db/queries/group-measures";
import { factsInBatches, type GroupedFacts, selectFacts } from "../../db/queries/instance-batches";
import {
  type Condition,
  type ConditionKey,
  deleteConditions,
  insertConditions,
  selectConditionsOf,
  selectGoneConditions,
} from "../../db/queries/open-conditions";
import type { Executor } from "../../db/client";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import type { EventDetail } from "../domain/notifications/event-kinds";
import { type InstanceState, instanceState } from "../domain/instance-state";
import { expectationOf, type GroupMeasure } from "../domain/rollout/expectation";
import { INSTANCE_CONDITIONS, type InstanceCondition, instanceConditions, isRecovered } from "../domain/notifications/condition";

interface Seen {
  facts: GroupedFacts;
  state: InstanceState;
  /** What its state tells, and what it tells where silence counts from when Signalbox listened: what one alone tells is neither opened nor over. */
  surely: InstanceCondition[];
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

/** The instances as they are seen; those that nobody expects anything of are left out. */
const seenOf = (batch: readonly GroupedFacts[], { measures, listeningSince, at }: Look): Seen[] =>
  batch.flatMap((facts) => {
    const measure = measures.get(facts.groupId);
    if (!measure || facts.isRevoked) return [];
    const expected = expectationOf(measure, facts);
    const state = instanceState(facts, expected, at);
    const told = instanceConditions(state);
    // An outage of Signalbox is none of the fleet; what was open before it is not over by it.
    const heardAt = facts.lastSeenAt === null ? null : Math.max(facts.lastSeenAt, listeningSince);
    const heard = instanceConditions(instanceState({ ...facts, lastSeenAt: heardAt }, expected, at));
    const surely = told.filter((kind) => heard.includes(kind));
    return [{ facts, state, surely, maybe: [...told, ...heard], expectedVersion: expected.expectedVersion }];
  });

/** What opens and what is over of these instances, against what is open. */
function changesOf(seen: Seen[], open: (ConditionKey & { mark: string })[]) {
  const marks = new Map(open.map(({ subjectId, kind, mark }) => [`${subjectId} ${kind}`, mark]));
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
  const closed = open.filter(({ subjectId, kind }) => isOfInstance(kind) && !holding.has(`${subjectId} ${kind}`));
  return { opened, closed };
}

/**
 * Closes conditions that are over still: a report may have opened one, with its own facts, after these were read. Of an instance that is
 * well again, people are told.
 */
async function close(tx: Executor, org: OrgDb, over: ConditionKey[], look: Look): Promise<void> {
  const rows = over.length > 0 ? await selectFacts(tx, org, [...new Set(over.map(({ subjectId }) => subjectId))]) : [];
  const seen = new Map(seenOf(rows, look).map((each) => [each.facts.id, each]));
  const closed = over.filter(({ subjectId, kind }) => !(isOfInstance(kind) && seen.get(subjectId)?.maybe.includes(kind)));
  const recovered = (await deleteConditions(tx, org, closed)).flatMap(({ subjectId, kind }) => {
    const instance = seen.get(subjectId);
    if (!instance || !isOfInstance(kind) || !isRecovered(kind, instance.state)) return [];
    return [{ kind: "recovered" as const, groupId: instance.facts.groupId, instanceId: subjectId, detail: { from: kind }, at: look.at }];
  });
  await insertEvents(tx, org, recovered);
}

/**
 * Holds the org's instances against the clock: opens what needs attention by now, closes what is over, and writes an event for each that
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
    const { opened, closed } = changesOf(seen, await selectConditionsOf(org, ids));
    if (opened.length + closed.length === 0) continue;
    await org.db.write(async (tx) => {
      await assertHeld(tx);
      await close(tx, org, closed, look);
      await insertConditions(tx, org, opened, look.at);
    });
  }
  const gone = await selectGoneConditions(org, [...INSTANCE_CONDITIONS]);
  if (gone.length > 0) await org.db.write((tx) => deleteConditions(tx, org, gone));
}
