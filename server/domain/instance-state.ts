import type { Expectation } from "./rollout/expected-version";

/** Facts stored of an instance; every state shown is derived from them and a clock. Times in milliseconds. */
export interface InstanceFacts {
  lastSeenAt: number | null;
  runningEtag: string | null;
  rejectedEtag: string | null;
  driftedAt: number | null;
  isReady: boolean | null;
  gatewayVersion: string | null;
}

/** The four states and what each may be, from well to bad. */
export const INSTANCE_STATES = {
  connection: ["connected", "stale", "disconnected", "never connected"],
  sync: ["in sync", "pinned", "paused", "unknown", "pending", "drifted", "rejected"],
  readiness: ["ready", "unknown", "not ready"],
  compatibility: ["compatible", "unknown", "compatible with limitations", "incompatible"],
} as const;

/** The names of the four states. */
export const STATE_NAMES = ["connection", "sync", "readiness", "compatibility"] as const satisfies readonly (keyof typeof INSTANCE_STATES)[];

/** The states of one instance, never mixed: each answers a question of its own. */
export type InstanceState = { [State in keyof typeof INSTANCE_STATES]: (typeof INSTANCE_STATES)[State][number] };

/** Polls missed before an instance is stale, and before it is disconnected. */
const STALE_POLLS = 3;
const DISCONNECTED_POLLS = 20;
/** A long poll may be held this long, so that silence up to here means nothing. */
const LONGEST_WAIT_SECONDS = 60;

/** The connection of an instance that was last heard of at a time, null for never: connected while its silence may still be a poll that is held. */
export function connectionOf(lastSeenAt: number | null, pollIntervalSeconds: number, now: number): InstanceState["connection"] {
  if (lastSeenAt === null) return "never connected";
  const silentSeconds = (now - lastSeenAt) / 1000;
  const grace = Math.max(pollIntervalSeconds * STALE_POLLS, LONGEST_WAIT_SECONDS + pollIntervalSeconds);
  if (silentSeconds <= grace) return "connected";
  return silentSeconds <= Math.max(pollIntervalSeconds * DISCONNECTED_POLLS, grace * 2) ? "stale" : "disconnected";
}

/** What was good when a node was last heard of proves nothing of one that is away. Who is held somewhere and runs that is told by what holds it. */
function syncOf(facts: InstanceFacts, { expectedEtag, hold }: Measure, connection: InstanceState["connection"]): InstanceState["sync"] {
  if (expectedEtag === null || facts.lastSeenAt === null) return "unknown";
  if (facts.rejectedEtag === expectedEtag) return "rejected";
  if (facts.driftedAt !== null) return "drifted";
  if (facts.runningEtag !== expectedEtag) return "pending";
  return connection === "disconnected" ? "unknown" : (hold ?? "in sync");
}

function readinessOf(isReady: boolean | null, connection: InstanceState["connection"]): InstanceState["readiness"] {
  if (isReady === null || connection !== "connected") return "unknown";
  return isReady ? "ready" : "not ready";
}

/** What an instance is measured against. `expectedEtag` null: nothing is expected of it. */
export interface Measure extends Pick<Expectation, "expectedEtag" | "hold"> {
  pollIntervalSeconds: number;
}

/**
 * The four states of an instance, kept apart. `compatibility` is told, because
 * it is one verdict for all instances of a kind (`compatibility.ts`).
 */
export function instanceState(facts: InstanceFacts, measure: Measure, now: number, compatibility: InstanceState["compatibility"] = "unknown"): InstanceState {
  const connection = connectionOf(facts.lastSeenAt, measure.pollIntervalSeconds, now);
  return {
    connection,
    sync: syncOf(facts, measure, connection),
    readiness: readinessOf(facts.isReady, connection),
    compatibility,
  };
}
