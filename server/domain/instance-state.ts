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

/** An agent that found Signalbox away comes back within this: the `SIGNALBOX_BACKOFF_MAX_SECONDS` that it has of itself. */
const COMING_BACK_MS = 300_000;

/**
 * From when on the silence of an instance counts, where one could be heard of since `listeningSince`: that Signalbox was away is no
 * fault of an instance, and of one that was not heard of since, it counts from when the last agent would have come back.
 */
export const silentSince = (lastSeenAt: number, listeningSince: number): number =>
  lastSeenAt >= listeningSince ? lastSeenAt : listeningSince + COMING_BACK_MS;

/** What a silence is held against. */
export interface Listening {
  listeningSince: number;
  pollIntervalSeconds: number;
  now: number;
}

/** Whether it is the instance that is silent, and not Signalbox that was away. Otherwise each restart would tell of a whole fleet that it is lost. */
export const isSilenceProven = (lastSeenAt: number | null, { listeningSince, pollIntervalSeconds, now }: Listening): boolean =>
  lastSeenAt === null || connectionOf(silentSince(lastSeenAt, listeningSince), pollIntervalSeconds, now) === connectionOf(lastSeenAt, pollIntervalSeconds, now);

/** What an instance is measured against. */
export interface Expected {
  /** Null: nothing is expected of it. */
  expectedEtag: string | null;
  /** What holds it at that, where it would get other content otherwise. Absent or null: nothing does. */
  heldBy?: "pinned" | "paused" | null;
  pollIntervalSeconds: number;
}

/**
 * A refusal and a drift are told of whatever is held; what is held and not there yet is pending. What was good when a node was last
 * heard of proves nothing of one that is away.
 */
function syncOf(facts: InstanceFacts, { expectedEtag, heldBy }: Expected, connection: InstanceState["connection"]): InstanceState["sync"] {
  if (expectedEtag === null || facts.lastSeenAt === null) return "unknown";
  if (facts.rejectedEtag === expectedEtag) return "rejected";
  if (facts.driftedAt !== null) return "drifted";
  if (facts.runningEtag !== expectedEtag) return "pending";
  return connection === "disconnected" ? "unknown" : (heldBy ?? "in sync");
}

function readinessOf(isReady: boolean | null, connection: InstanceState["connection"]): InstanceState["readiness"] {
  if (isReady === null || connection !== "connected") return "unknown";
  return isReady ? "ready" : "not ready";
}

/**
 * The four states of an instance, kept apart, against what is expected of it (`expectation.ts`). `compatibility` is told, because
 * it is one verdict for all instances of a kind (`compatibility.ts`).
 */
export function instanceState(facts: InstanceFacts, expected: Expected, now: number, compatibility: InstanceState["compatibility"] = "unknown"): InstanceState {
  const connection = connectionOf(facts.lastSeenAt, expected.pollIntervalSeconds, now);
  return {
    connection,
    sync: syncOf(facts, expected, connection),
    readiness: readinessOf(facts.isReady, connection),
    compatibility,
  };
}

/** Whether an instance runs what it should, be that what others get or not. */
export const isSettled = (sync: InstanceState["sync"]): boolean => sync === "in sync" || sync === "pinned" || sync === "paused";
