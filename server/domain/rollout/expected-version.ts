import type { Rollout, RolloutState } from "./rollout";
import type { StageReach } from "./strategy";

/** What a rollout says of who gets which config version. */
export interface RolloutTarget {
  id: string;
  fromVersion: number;
  toVersion: number;
  state: RolloutState;
  stage: number;
  stages: readonly { reach: StageReach }[];
}

/** What a stored rollout says of who gets which config version. */
export const targetOf = (rollout: Rollout): RolloutTarget => ({ ...rollout, stages: rollout.strategy.stages });

/** What a group asks of its instances. */
export interface GroupTarget {
  /** Null: nothing is published. */
  liveVersion: number | null;
  /** The rollout of the live config version. Null: it went to all at once. */
  rollout: RolloutTarget | null;
  /** Newest first: of several that fit an instance, the first counts. */
  selectorPins: readonly { selector: Readonly<Record<string, string>>; versionNumber: number }[];
}

/** What of one instance decides which config version it gets. */
export interface Placement {
  id: string;
  labels: Readonly<Record<string, string>>;
  pinnedVersion: number | null;
  pausedVersion: number | null;
}

/** Whether the labels have all that a selector asks for. */
export const selects = (selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

const PARTS = 10_000;

/**
 * The place of an instance in a rollout: the same number from 0 to 9,999 for the same two ids, spread evenly over instances and anew for
 * each rollout, so that not always the same nodes go first (FNV-1a, with the last mixing steps of MurmurHash3).
 */
export function placeOf(rolloutId: string, instanceId: string): number {
  let hash = 0x811c9dc5;
  for (const text of [rolloutId, "/", instanceId]) {
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % PARTS;
}

/** The first stage that reaches an instance; the number of stages where none does. */
export function stageOf({ id, stages }: Pick<RolloutTarget, "id" | "stages">, instance: Pick<Placement, "id" | "labels">): number {
  const place = placeOf(id, instance.id);
  const first = stages.findIndex(({ reach }) => ("percent" in reach ? place < (reach.percent * PARTS) / 100 : selects(reach.selector, instance.labels)));
  return first < 0 ? stages.length : first;
}

/** Whether a rollout that is, or ended, where it is gives an instance its new config version: each stage reaches all of those before it. */
export const isReached = (rollout: RolloutTarget, instance: Pick<Placement, "id" | "labels">): boolean =>
  rollout.state === "completed" || stageOf(rollout, instance) <= rollout.stage;

/** The config version that an instance is pinned to, by itself or by its labels. Null: it is not. */
export const pinOf = ({ selectorPins }: Pick<GroupTarget, "selectorPins">, { pinnedVersion, labels }: Placement): number | null =>
  pinnedVersion ?? selectorPins.find(({ selector }) => selects(selector, labels))?.versionNumber ?? null;

/** What an instance should run (null: nothing), and what holds it there. */
export interface Expectation {
  expectedVersion: number | null;
  expectedEtag: string | null;
  hold: "pinned" | "paused" | null;
}

/** What a group expects of an instance; `etags` has each config version that may be. */
export function expectationOf(target: GroupTarget, etags: ReadonlyMap<number, string>, instance: Placement): Expectation {
  const version = expectedVersion(target, instance);
  const hold = pinOf(target, instance) !== null ? "pinned" : instance.pausedVersion !== null ? "paused" : null;
  return { expectedVersion: version, expectedEtag: version === null ? null : (etags.get(version) ?? null), hold };
}

/**
 * The config version that an instance should run; null where there is none. Its pin comes first, then the version that it
 * was paused at, then its place in the rollout of the live version.
 */
export function expectedVersion(target: GroupTarget, instance: Placement): number | null {
  const held = pinOf(target, instance) ?? instance.pausedVersion;
  if (held !== null) return held;
  const { liveVersion, rollout } = target;
  if (rollout === null || rollout.toVersion !== liveVersion || isReached(rollout, instance)) return liveVersion;
  return rollout.fromVersion;
}
