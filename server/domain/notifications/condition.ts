import { type InstanceState, isSettled } from "../instance-state";
import type { ConditionKind } from "./event-kinds";

/** The conditions of an instance, which its state tells. */
export const INSTANCE_CONDITIONS = ["rejected", "offline", "stale", "notReady", "drifted"] as const satisfies ConditionKind[];
/** One of these. */
export type InstanceCondition = (typeof INSTANCE_CONDITIONS)[number];

const HOLDS: Record<InstanceCondition, (state: InstanceState) => boolean> = {
  rejected: ({ sync }) => sync === "rejected",
  offline: ({ connection }) => connection === "disconnected",
  stale: ({ connection }) => connection === "stale",
  notReady: ({ readiness }) => readiness === "not ready",
  drifted: ({ sync }) => sync === "drifted",
};

const WELL: Record<InstanceCondition, (state: InstanceState) => boolean> = {
  rejected: ({ sync }) => isSettled(sync),
  offline: ({ connection }) => connection === "connected",
  stale: ({ connection }) => connection === "connected",
  notReady: ({ readiness }) => readiness === "ready",
  drifted: ({ sync }) => isSettled(sync),
};

/** What of an instance needs attention in this state. */
export const instanceConditions = (state: InstanceState): InstanceCondition[] => INSTANCE_CONDITIONS.filter((kind) => HOLDS[kind](state));

/** Whether the state says that what was wrong is right by now: a condition may also end because another took its place, or nothing is known. */
export const isRecovered = (kind: InstanceCondition, state: InstanceState): boolean => WELL[kind](state);

/** The conditions that silence alone tells. */
export const SILENCE_CONDITIONS = ["offline", "stale"] as const satisfies InstanceCondition[];

/**
 * So long an instance must have been well before people are told so. What comes back until then is told as neither over nor begun, so that
 * one that comes and goes is told of once.
 */
export const SETTLED_MS = 60_000;

const DAY_MS = 24 * 60 * 60_000;
/** People are told when so many days are left, and when none is. */
const NOTICE_DAYS = [1, 7, 30];
/** A notice that comes before a third of the life is left tells nobody anything: a token of a day would be expiring when it is made. */
const LEAST_LIVES = 3;
/** So long after its end a token is worth a line. */
export const REMEMBERED_MS = 7 * DAY_MS;

/** A time within which something is good. */
export interface Term {
  from: number;
  until: number;
}

/**
 * The notice that a term is due for: within how many days it ends, "0" after its end; null: none. Each is a mark of the condition, so
 * that people are told at each, once.
 */
export function expiryMark({ from, until }: Term, now: number): string | null {
  const leftDays = (until - now) / DAY_MS;
  if (leftDays <= 0) return "0";
  const days = NOTICE_DAYS.find((each) => leftDays <= each && each * DAY_MS * LEAST_LIVES <= until - from);
  return days === undefined ? null : String(days);
}

/** The same for a token, which is forgotten a week after its end: nothing needs it any more, or somebody has noticed. */
export const tokenExpiryMark = (term: Term, now: number): string | null => (now - term.until > REMEMBERED_MS ? null : expiryMark(term, now));
