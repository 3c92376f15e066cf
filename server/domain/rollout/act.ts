import type { Verdict } from "./decide";
import { type HaltReason, type Rollout, type RolloutState, type RolloutStepKind, isActive } from "./rollout";

/** What a person may do to a rollout; `supersede` is done by a publish. */
export const ROLLOUT_ACTS = ["approve", "pause", "resume", "promote", "rollBack", "abandon", "supersede"] as const;
/** One of these acts. */
export type RolloutAct = (typeof ROLLOUT_ACTS)[number];

/** The rollout as a change leaves it, with all that it had besides, and the step of its timeline that tells the change. */
export interface RolloutChange<R extends Rollout> {
  next: R;
  step: { kind: RolloutStepKind; stage: number; detail: string };
}

/** An act done, or why it cannot be, in words for whoever wanted it. */
export type ActOutcome<R extends Rollout> = ({ ok: true } & RolloutChange<R>) | { ok: false; refusal: string };

const change = <R extends Rollout>(rollout: R, kind: RolloutStepKind, changed: Partial<Rollout>, detail = ""): RolloutChange<R> => ({
  next: { ...rollout, ...changed },
  step: { kind, stage: changed.stage ?? rollout.stage, detail },
});

const end = <R extends Rollout>(rollout: R, kind: RolloutStepKind, state: RolloutState, now: number) =>
  change(rollout, kind, { state, endedAt: now, pausedAt: null });

const needsApproval = ({ strategy, stage }: Rollout): boolean => strategy.stages[stage]?.gate.needsApproval === true;

/** Why an act cannot be done in the state that the rollout is in. Null: it can. */
function refusalOf(rollout: Rollout, act: RolloutAct): string | null {
  const { state } = rollout;
  if (!isActive(state)) return `The rollout has ended: it is ${state}.`;
  if (act === "pause" && state !== "running") return `The rollout is ${state} already.`;
  if (act === "resume" && state === "running") return "The rollout is running already.";
  if (act !== "approve") return null;
  if (state === "halted") return "The rollout is halted: resume it first.";
  if (!needsApproval(rollout)) return "The stage at hand asks for no approval.";
  return rollout.isApproved ? "The stage at hand is approved already." : null;
}

/**
 * A rollout goes on. After a pause the stage stays what it was, so that who fell silent in it is waited for still. After a halt it is judged anew,
 * with all of its time, and what had failed by now is accepted: it is no reason to halt again, and holds nobody up; whoever
 * fails from now on, or fails again, is one.
 */
function resume<R extends Rollout>(rollout: R, now: number): RolloutChange<R> {
  if (rollout.state === "halted")
    return change(rollout, "resumed", { state: "running", stageStartedAt: now, passedAt: null, failuresAcceptedAt: now, pausedAt: null });
  return change(rollout, "resumed", { state: "running", pausedAt: null });
}

const TRANSITIONS: Record<RolloutAct, <R extends Rollout>(rollout: R, now: number) => RolloutChange<R>> = {
  approve: (rollout) => change(rollout, "approved", { isApproved: true }),
  pause: (rollout, now) => change(rollout, "paused", { state: "paused", pausedAt: now }),
  resume,
  promote: (rollout, now) => end(rollout, "promoted", "completed", now),
  rollBack: (rollout, now) => end(rollout, "rolledBack", "rolled back", now),
  abandon: (rollout, now) => end(rollout, "abandoned", "abandoned", now),
  supersede: (rollout, now) => end(rollout, "superseded", "superseded", now),
};

/** What may be done to a rollout in the state that it is in. */
export const possibleActs = (rollout: Rollout): RolloutAct[] => ROLLOUT_ACTS.filter((act) => refusalOf(rollout, act) === null);

/**
 * Does what a person asks, or says in words why it cannot be. Whether they may, and whether a freeze holds it, is the
 * caller's to know; so is the publish that brings the version before back (`rollBack`).
 */
export function applyAct<R extends Rollout>(rollout: R, act: RolloutAct, now: number): ActOutcome<R> {
  const refusal = refusalOf(rollout, act);
  return refusal === null ? { ok: true, ...TRANSITIONS[act](rollout, now) } : { ok: false, refusal };
}

const HALT_WORDS: Record<HaltReason["kind"], string> = {
  rejected: "rejected it",
  "not ready": "turned not ready after applying it",
  vanished: "vanished after applying it",
  "time limit": "failed to run it, ready, within the time limit",
};

/** Why a rollout halted, in words: "3 instances rejected it". */
export const haltText = ({ kind, count }: HaltReason): string => `${count} ${count === 1 ? "instance" : "instances"} ${HALT_WORDS[kind]}`;

/** Does what a verdict says. Null: it says to wait. */
export function applyVerdict<R extends Rollout>(rollout: R, verdict: Verdict, now: number): RolloutChange<R> | null {
  switch (verdict.kind) {
    case "wait":
      return null;
    case "pass":
      return change(rollout, "passed", { passedAt: now });
    case "advance":
      return change(rollout, "advanced", { stage: verdict.stage, stageStartedAt: now, passedAt: null, isApproved: false });
    case "complete":
      return end(rollout, "completed", "completed", now);
    case "halt":
      return change(rollout, "halted", { state: "halted", haltReason: verdict.reason }, haltText(verdict.reason));
    case "rollBack":
      return TRANSITIONS.rollBack(rollout, now);
  }
}
