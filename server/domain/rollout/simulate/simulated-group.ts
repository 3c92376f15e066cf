import { applyAct, applyVerdict } from "../act";
import { type RolloutTally, decideRollout } from "../decide";
import { type GroupTarget, type Placement, expectedVersion, targetOf } from "../expected-version";
import type { Rollout, RolloutStepKind } from "../rollout";
import { type RolloutFacts, STANDINGS, type Standing } from "../standing";
import { startRollout } from "../start";
import type { RolloutStrategy } from "../strategy";

/** The group's poll interval in seconds. */
export const POLL_INTERVAL_SECONDS = 15;
/** What all run before, what is rolled out, and what a roll back publishes: the first one's content. */
const [BEFORE, AFTER, AGAIN] = [42, 43, 44];
const OLD_ETAG = "sha256-v42";
const NEW_ETAG = "sha256-v43";

/** Something that happened to the rollout, and where those stood whom it had reached by then. */
export interface Moment {
  at: number;
  kind: RolloutStepKind;
  stage: number;
  detail: string;
  standings: Partial<Record<Standing, number>>;
}

/** The config version that an instance is to run, and its document's tag. */
export interface Expected {
  number: number;
  etag: string;
}

const reachedIn = ({ stages }: RolloutTally, stage: number): Moment["standings"] => {
  const reached = stages.slice(0, stage + 1);
  const counts = STANDINGS.map((standing) => [standing, reached.reduce((total, tally) => total + tally[standing], 0)] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
};

/** A simulated runtime group while v43 goes out after v42: its state is kept and changed as Signalbox does it, by the same rules. */
export class SimulatedGroup {
  readonly timeline: Moment[] = [];
  readonly oldEtag = OLD_ETAG;
  readonly newEtag = NEW_ETAG;
  rollout: Rollout;
  private target: GroupTarget;

  constructor(id: string, strategy: RolloutStrategy, now: number) {
    this.rollout = startRollout({ id, toVersion: AFTER, liveVersion: BEFORE, liveRollout: undefined, strategy, now });
    this.target = { liveVersion: AFTER, rollout: targetOf(this.rollout), selectorPins: [] };
  }

  expectedOf(instance: Placement): Expected {
    const number = expectedVersion(this.target, instance) ?? BEFORE;
    return { number, etag: number === AFTER ? NEW_ETAG : OLD_ETAG };
  }

  /** Notes the start, and who is reached by it. */
  start(facts: readonly RolloutFacts[], now: number): void {
    this.note("started", 0, "", this.judge(facts, now).tally, now);
  }

  /** Does what the rules say now, until they say to wait. True: somebody may be expected to run another version than before. */
  decide(facts: readonly RolloutFacts[], now: number): boolean {
    let hasChanged = false;
    for (;;) {
      const { tally, verdict } = this.judge(facts, now);
      const change = applyVerdict(this.rollout, verdict, now);
      if (!change) return hasChanged;
      hasChanged = true;
      this.note(change.step.kind, change.step.stage, change.step.detail, tally, now);
      this.keep(change.next);
    }
  }

  /** Whether the gate held and a person is waited for. */
  get awaitsApproval(): boolean {
    const { state, passedAt, isApproved, stage, strategy } = this.rollout;
    return state === "running" && passedAt !== null && !isApproved && strategy.stages[stage]?.gate.needsApproval === true;
  }

  approve(facts: readonly RolloutFacts[], now: number): void {
    const outcome = applyAct(this.rollout, "approve", now);
    if (!outcome.ok) return;
    this.note("approved", outcome.step.stage, "", this.judge(facts, now).tally, now);
    this.keep(outcome.next);
  }

  private judge(facts: readonly RolloutFacts[], now: number) {
    const { selectorPins } = this.target;
    const clock = { pollIntervalSeconds: POLL_INTERVAL_SECONDS, listeningSince: 0, isFrozen: false, pausedMs: 0, now };
    return decideRollout({ rollout: this.rollout, toEtag: NEW_ETAG, selectorPins, facts, ...clock });
  }

  /** A roll back is a publish to all at once: no rollout is the live version's any more. */
  private keep(rollout: Rollout): void {
    this.rollout = rollout;
    const isRolledBack = rollout.state === "rolled back";
    this.target = { ...this.target, liveVersion: isRolledBack ? AGAIN : AFTER, rollout: isRolledBack ? null : targetOf(rollout) };
  }

  private note(kind: RolloutStepKind, stage: number, detail: string, tally: RolloutTally, at: number): void {
    this.timeline.push({ at, kind, stage, detail, standings: reachedIn(tally, this.rollout.stage) });
  }
}
