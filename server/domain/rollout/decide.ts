import type { HaltReason } from "./rollout";
import { FAILURES, type RolloutFacts, type RolloutView, STANDINGS, type Standing, provenAt, standingOf } from "./standing";
import type { RolloutStage } from "./strategy";

/** What a rollout is asked with: what its instances' standing is derived with, and what it waited for that is no instance's. */
export interface RolloutQuestion extends RolloutView {
  isFrozen: boolean;
  /** For how long the rollout was paused in the stage at hand (`paused-time.ts`): its time limit is so much later. */
  pausedMs: number;
}

/** How many instances stand where: those that one stage reaches and none before it. */
export type StageTally = Record<Standing, number>;

/** How many instances stand where, stage by stage. */
export interface RolloutTally {
  stages: StageTally[];
}

/** What a rollout that goes on waits for. */
export type Awaited =
  /** `proven` of the `needed`; `applied` of the `counting` run the new config version. `readyAt` is when it is enough if all stay ready; null: too few run it, ready, so far. */
  | { what: "instances"; proven: number; needed: number; applied: number; counting: number; readyAt: number | null; limitAt: number }
  | { what: "approval" | "freeze" }
  /** Paused or halted: only a person, or the strategy's roll back, moves it. */
  | { what: "person" }
  /** It has ended. */
  | { what: "nothing" };

/** What is to be done about a rollout now. All but `wait` is a change of it (`act.ts`). */
export type Verdict =
  | { kind: "wait"; awaited: Awaited }
  /** The gate holds, but an approval or the end of a freeze is still to come: to be noted, so that no later blip takes it back. */
  | { kind: "pass" }
  /** On to this stage; those between have nobody to reach. */
  | { kind: "advance"; stage: number }
  | { kind: "complete" }
  | { kind: "halt"; reason: HaltReason }
  /** It is halted, and its strategy asks for the version before to go to all. */
  | { kind: "rollBack" };

/** Takes the facts of a rollout's instances one after the other, in any order, and then says what is to be done. */
export interface RolloutJudge {
  /** Gives where the instance stands. */
  add(facts: RolloutFacts): { stage: number; standing: Standing };
  verdict(): { tally: RolloutTally; verdict: Verdict };
}

const MINUTE = 60_000;
const MOST_NAMED = 10;
/** Whom the time limit is for. Who is settling gets the minutes that the gate asks for. */
const OVERDUE = ["waiting", "unready"] as const satisfies readonly Standing[];
const APPLIED = ["unready", "settling", "proven"] as const satisfies readonly Standing[];
/** Whom the gate asks for a share of. Who failed is no part of it: a failure that is tolerated holds nobody up. */
const COUNTING = ["waiting", ...APPLIED] as const satisfies readonly Standing[];

/** Whom a stage was for. */
const JUDGED = [...COUNTING, ...FAILURES, "accepted"] as const satisfies readonly Standing[];
/** Who is there for a rollout to have a say in. */
const PRESENT = [...JUDGED, "late", "unreached"] as const satisfies readonly Standing[];

const emptyTally = (): StageTally =>
  // safe because every standing gets its number here
  Object.fromEntries(STANDINGS.map((standing) => [standing, 0])) as StageTally;

const sum = (tallies: StageTally[], standings: readonly Standing[]): number =>
  tallies.reduce((total, tally) => standings.reduce((subtotal, standing) => subtotal + tally[standing], total), 0);

/** What was seen of the instances; `named` and `provenTimes` are of those that are reached. All that a verdict needs besides the clock. */
interface Seen {
  tally: RolloutTally;
  /** Some of those in each standing. */
  named: Map<Standing, string[]>;
  /** Some of those that are away, whatever stage reaches them. */
  away: string[];
  /** When those that are settling will be proven, if they stay ready. */
  provenTimes: number[];
}

const namesOf = ({ named }: Seen, standings: readonly Standing[]): string[] => standings.flatMap((each) => named.get(each) ?? []).slice(0, MOST_NAMED);

/** More failures than are tolerated: told by the kind that most of them are of. */
function failure({ rollout: { stage, strategy } }: RolloutQuestion, seen: Seen): HaltReason | null {
  const reached = seen.tally.stages.slice(0, stage + 1);
  const failed = sum(reached, FAILURES);
  if (failed === 0 || failed * 100 <= strategy.toleratedPercent * (failed + sum(reached, COUNTING))) return null;
  const [kind] = [...FAILURES].sort((a, b) => sum(reached, [b]) - sum(reached, [a]));
  return kind ? { kind, count: sum(reached, [kind]), instanceIds: namesOf(seen, [kind]) } : null;
}

/** Who would prove a version, but for being away, pinned or paused. */
const PREVENTED = ["away", "held"] as const satisfies readonly Standing[];

/** Whether a stage is for instances that somebody chose by their labels, and none of these can take anything. */
const isPrevented = ({ reach }: RolloutStage, own: StageTally): boolean =>
  "selector" in reach && sum([own], [...JUDGED, "late", "unreached"]) === 0 && sum([own], PREVENTED) > 0;

/**
 * Whom a gate waits for, whatever share it asks for. Usually nobody; but while all of the group's instances are away, all of
 * these, who would else get it unproven, and all at once, when they come back; where everybody in a stage came after it
 * began, the first of them that proves itself; and where a stage's labels choose nobody but who is away or held, any of
 * these: the canaries that a strategy names are not passed over because they are down.
 */
function awaitedFirst({ rollout: { stage } }: RolloutQuestion, current: RolloutStage, { tally: { stages } }: Seen): readonly Standing[] | null {
  if (sum(stages, PRESENT) === 0 && sum(stages, ["away"]) > 0) return ["away"];
  const own = stages[stage] ?? emptyTally();
  if (sum([own], JUDGED) === 0 && own.late > 0) return ["late"];
  return isPrevented(current, own) && sum(stages, PRESENT) > 0 ? PREVENTED : null;
}

/** Whether the gate of the stage at hand holds, where it stands, and whom a time limit that is over is to be told of. */
function gateOf(question: RolloutQuestion, current: RolloutStage, seen: Seen) {
  const { gate } = current;
  const { stage, stageStartedAt } = question.rollout;
  const reached = seen.tally.stages.slice(0, stage + 1);
  const counting = sum(reached, COUNTING);
  const proven = sum(reached, ["proven"]);
  const needed = Math.ceil((gate.appliedPercent * counting) / 100);
  const readyAt = seen.provenTimes.sort((a, b) => a - b)[needed - proven - 1] ?? null;
  const limitAt = stageStartedAt + question.pausedMs + gate.timeLimitMinutes * MINUTE;
  const awaited = { what: "instances", proven, needed, applied: sum(reached, APPLIED), counting, readyAt, limitAt } as const;
  const first = awaitedFirst(question, current, seen);
  const overdue = first ?? OVERDUE;
  const reason: HaltReason = { kind: "time limit", count: sum(reached, overdue), instanceIds: namesOf(seen, overdue) };
  const reachesNobody = sum(seen.tally.stages.slice(stage, stage + 1), JUDGED) === 0;
  // Where nobody is there, all are waited for, whatever stage reaches them.
  const ofAll = { ...reason, count: sum(seen.tally.stages, ["away"]), instanceIds: seen.away };
  return { holds: first === null && (reachesNobody || proven >= needed), awaited, reason: sum(seen.tally.stages, PRESENT) === 0 ? ofAll : reason };
}

/** The next stage that reaches anybody, wants an approval or names who cannot take anything now; undefined: there is none. */
function nextStage({ rollout: { stage, strategy } }: RolloutQuestion, { tally }: Seen): number | undefined {
  const isPassedOver = (each: RolloutStage, own: StageTally) => own.unreached === 0 && !each.gate.needsApproval && !isPrevented(each, own);
  const index = strategy.stages.findIndex((each, at) => at > stage && !isPassedOver(each, tally.stages[at] ?? emptyTally()));
  return index === -1 ? undefined : index;
}

function verdictOf(question: RolloutQuestion, seen: Seen): Verdict {
  const { rollout, isFrozen, now } = question;
  const wait = (awaited: Awaited): Verdict => ({ kind: "wait", awaited });
  if (rollout.state === "halted" && rollout.strategy.onHalt === "rollBack") return { kind: "rollBack" };
  if (rollout.state === "paused" || rollout.state === "halted") return wait({ what: "person" });
  const stage = rollout.strategy.stages[rollout.stage];
  if (rollout.state !== "running" || !stage) return wait({ what: "nothing" });

  const failed = failure(question, seen);
  if (failed) return { kind: "halt", reason: failed };
  const { holds, awaited, reason } = gateOf(question, stage, seen);
  if (!holds && rollout.passedAt === null) {
    return now < awaited.limitAt || awaited.readyAt !== null ? wait(awaited) : { kind: "halt", reason };
  }
  const isLast = rollout.stage === rollout.strategy.stages.length - 1;
  const what = stage.gate.needsApproval && !rollout.isApproved ? "approval" : isFrozen && !isLast ? "freeze" : null;
  if (what) return rollout.passedAt === null ? { kind: "pass" } : wait({ what });
  const next = nextStage(question, seen);
  return next === undefined ? { kind: "complete" } : { kind: "advance", stage: next };
}

/** Starts to judge a rollout whose instances come in batches; a verdict counts all that were added. Each instance is to be added once, archived ones never. */
export function startTally(question: RolloutQuestion): RolloutJudge {
  const { rollout } = question;
  const seen: Seen = { tally: { stages: rollout.strategy.stages.map(emptyTally) }, named: new Map(), away: [], provenTimes: [] };
  const add = (facts: RolloutFacts) => {
    const { stage, standing } = standingOf(facts, question);
    const tally = seen.tally.stages[stage];
    if (!tally) return { stage, standing };
    tally[standing] += 1;
    const readyAt = standing === "settling" ? provenAt(facts, rollout) : null;
    if (readyAt !== null) seen.provenTimes.push(readyAt);
    const names = seen.named.get(standing) ?? [];
    if (standing === "away" && seen.away.length < MOST_NAMED) seen.away.push(facts.id);
    if (stage <= rollout.stage && names.length < MOST_NAMED) seen.named.set(standing, [...names, facts.id]);
    return { stage, standing };
  };
  return { add, verdict: () => ({ tally: seen.tally, verdict: verdictOf(question, seen) }) };
}

/** What is to be done about a rollout, of all of its instances at once: the same for the same question and facts, whoever asks. */
export function decideRollout({ facts, ...question }: RolloutQuestion & { facts: Iterable<RolloutFacts> }): ReturnType<RolloutJudge["verdict"]> {
  const judge = startTally(question);
  for (const each of facts) judge.add(each);
  return judge.verdict();
}
