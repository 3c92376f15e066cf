import { connectionOf, silentSince } from "../instance-state";
import { type GroupTarget, type Placement, pinOf, stageOf } from "./expected-version";
import type { Rollout } from "./rollout";

/** What a rollout is judged by of one instance that is not archived. Times in milliseconds; states are derived from them and a clock. */
export interface RolloutFacts extends Placement {
  isRevoked: boolean;
  firstSeenAt: number;
  lastSeenAt: number | null;
  runningEtag: string | null;
  /** When `runningEtag` last became another. Null: before that was noted. */
  runningSince: number | null;
  rejectedEtag: string | null;
  rejectedAt: number | null;
  /** Null: Kong's status was never told. */
  isReady: boolean | null;
  /** When `isReady` last became another. Null: before that was noted. */
  readyChangedAt: number | null;
}

/** Where an instance may stand in a rollout: each stands in exactly one of these. */
export const STANDINGS = [
  /** No stage so far reaches it. */
  "unreached",
  /** Pinned or paused: the rollout has no say in what it gets. */
  "held",
  /** Its credential is revoked: it can take nothing. */
  "revoked",
  /** It was away before it could take anything of this. */
  "away",
  /** It enrolled after the stage began and has not proven itself so far: it holds nobody up. */
  "late",
  /** It is to take the new config version, and has not. */
  "waiting",
  /** It runs it, but is not ready, or silent. */
  "unready",
  /** It runs it and is ready, but not for long enough so far. */
  "settling",
  /** It runs it, and was ready for as long as the gate asks. */
  "proven",
  /** It refused it. */
  "rejected",
  /** It turned not ready after it took it, or its Kong went away once it was to take it. */
  "not ready",
  /** It was not heard of any more after it took it. */
  "vanished",
  /** It had failed in one of these three ways when a person resumed the rollout: it neither halts nor holds it any more. */
  "accepted",
] as const;
/** One of these standings. */
export type Standing = (typeof STANDINGS)[number];

/** The standings that may halt a rollout. */
export const FAILURES = ["rejected", "not ready", "vanished"] as const satisfies readonly Standing[];
type Failure = (typeof FAILURES)[number];

/** What the standing of every instance is derived with. */
export interface RolloutView extends Pick<GroupTarget, "selectorPins"> {
  rollout: Rollout;
  /** The content of the rollout's `toVersion`. */
  toEtag: string;
  pollIntervalSeconds: number;
  /**
   * Since when Signalbox could hear instances: silence before is its own. The start of the process, so that an outage of
   * the console is never taken for one of the fleet; 0 on hosts where no process lives long.
   */
  listeningSince: number;
  now: number;
}

const MINUTE = 60_000;
/** A Kong that restarts is not ready for some seconds, and a node's first report may be told after what it took. */
const NOT_READY_GRACE_MS = 30_000;

/** A Kong that was restarted comes up and loads what it ran before; with an image to fetch, that takes a minute. */
const LOST_GRACE_MS = 2 * MINUTE;

const isWithin = (at: number | null, until: number | null): boolean => until !== null && (at ?? 0) <= until;

/** A failure, and whether it was there already when failures were accepted. */
interface Failing {
  kind: Failure;
  isAccepted: boolean;
}

/**
 * An agent whose Kong went away says that nothing runs and that it is not ready. In the stage that reaches the instance that is a failure of
 * what it was given, be it that Kong died of it before it could answer: else it would only ever be waited for.
 */
function lossOf({ runningEtag, runningSince, isReady, readyChangedAt }: RolloutFacts, stage: number, { rollout, now }: RolloutView): Failing | null {
  if (runningEtag !== null || isReady !== false || runningSince === null || readyChangedAt === null) return null;
  const { startedAt, stageStartedAt, failuresAcceptedAt: acceptedAt } = rollout;
  const lostAt = Math.max(runningSince, readyChangedAt);
  if (lostAt >= startedAt && isWithin(lostAt, acceptedAt)) return { kind: "not ready", isAccepted: true };
  const isOfThis = lostAt >= (stage < rollout.stage ? startedAt : stageStartedAt);
  return isOfThis && now - lostAt >= LOST_GRACE_MS ? { kind: "not ready", isAccepted: false } : null;
}

/** Which failure an instance that this stage reaches shows, if any. */
function failureOf(facts: RolloutFacts, stage: number, view: RolloutView, silentAt: number): Failing | null {
  const { rollout, toEtag, pollIntervalSeconds, now } = view;
  const { startedAt, failuresAcceptedAt: acceptedAt } = rollout;
  if (facts.rejectedEtag === toEtag) return { kind: "rejected", isAccepted: isWithin(facts.rejectedAt, acceptedAt) };
  if (facts.runningEtag !== toEtag) return lossOf(facts, stage, view);
  const turnedAt = facts.isReady === false ? facts.readyChangedAt : null;
  const hasTurned = turnedAt !== null && turnedAt >= Math.max(facts.runningSince ?? 0, startedAt);
  if (hasTurned && now - turnedAt >= NOT_READY_GRACE_MS) return { kind: "not ready", isAccepted: isWithin(turnedAt, acceptedAt) };
  if (connectionOf(silentAt, pollIntervalSeconds, now) !== "disconnected") return null;
  // What this process could hear tells nothing of an acceptance from before it began to listen: then what is stored counts.
  const heardThen = view.listeningSince > (acceptedAt ?? 0) ? facts.lastSeenAt : silentAt;
  const wasGone = acceptedAt !== null && connectionOf(heardThen, pollIntervalSeconds, acceptedAt) === "disconnected";
  return { kind: "vanished", isAccepted: wasGone };
}

/** When an instance that runs the new config version and stays ready is proven. Null: it is not ready. */
export function provenAt({ isReady, readyChangedAt, runningSince }: RolloutFacts, { strategy, stage }: Rollout): number | null {
  if (isReady === false) return null;
  const readyMinutes = strategy.stages[stage]?.gate.readyMinutes ?? 0;
  return Math.max(runningSince ?? 0, readyChangedAt ?? 0) + readyMinutes * MINUTE;
}

/**
 * Where one instance stands in a rollout, and the first stage that reaches it. What decides, in this order: whether it can
 * take anything at all, whether it is reached, whether it failed, whether it has proven itself.
 */
export function standingOf(facts: RolloutFacts, view: RolloutView): { stage: number; standing: Standing } {
  const { rollout, toEtag, pollIntervalSeconds, listeningSince, now } = view;
  const { id, strategy, startedAt, stageStartedAt } = rollout;
  const stage = stageOf({ id, stages: strategy.stages }, facts);
  if (facts.isRevoked) return { stage, standing: "revoked" };
  if (facts.pausedVersion !== null || pinOf(view, facts) !== null) return { stage, standing: "held" };
  if (facts.lastSeenAt === null) return { stage, standing: "away" };

  const heardAt = Math.max(facts.lastSeenAt, listeningSince);
  const isConnected = connectionOf(heardAt, pollIntervalSeconds, now) === "connected";
  const runsIt = facts.runningEtag === toEtag;
  const isReached = stage <= rollout.stage;
  const couldTakeItAt = !isReached ? now : runsIt ? startedAt : stageStartedAt;
  if (!isConnected && facts.lastSeenAt < couldTakeItAt) return { stage, standing: "away" };
  if (!isReached) return { stage, standing: "unreached" };

  const failure = failureOf(facts, stage, view, silentSince(facts.lastSeenAt, listeningSince));
  if (failure) return { stage, standing: failure.isAccepted ? "accepted" : failure.kind };
  const readyAt = runsIt && isConnected ? provenAt(facts, rollout) : null;
  if (readyAt !== null && readyAt <= now) return { stage, standing: "proven" };
  if (facts.firstSeenAt > stageStartedAt) return { stage, standing: "late" };
  if (!runsIt) return { stage, standing: "waiting" };
  return { stage, standing: readyAt === null ? "unready" : "settling" };
}
