import { expectedVersion, type GroupTarget, type Placement, pinOf, unheldVersion } from "./expected-version";

/** What the instances of a group are measured against. */
export interface GroupMeasure {
  target: GroupTarget;
  /** The ETag of each config version that the target names, at the least. */
  etagOf: ReadonlyMap<number, string>;
  pollIntervalSeconds: number;
}

/** What of an instance decides what is expected of it. */
export interface Expectable extends Placement {
  /** The ETag of the config version that it alone is pinned to or paused at. Absent: the measure knows every ETag. */
  heldEtag?: string | null;
}

/** What is expected of one instance. */
export interface Expectation {
  /** Null: nothing is. */
  expectedVersion: number | null;
  expectedEtag: string | null;
  /** What holds it at that, where it would get other content otherwise. Null: nothing does. */
  heldBy: "pinned" | "paused" | null;
  pollIntervalSeconds: number;
}

/** What a group expects of an instance, and whether it would get something else were it neither pinned nor paused. */
export function expectationOf({ target, etagOf, pollIntervalSeconds }: GroupMeasure, instance: Expectable): Expectation {
  const ownVersion = instance.pinnedVersion ?? instance.pausedVersion;
  const tagOf = (version: number | null): string | null =>
    version === null ? null : (etagOf.get(version) ?? (version === ownVersion ? instance.heldEtag : null) ?? null);
  const version = expectedVersion(target, instance);
  const expectedEtag = tagOf(version);
  const holder = pinOf(target, instance) !== null ? "pinned" : instance.pausedVersion !== null ? "paused" : null;
  const isApart = holder !== null && tagOf(unheldVersion(target, instance)) !== expectedEtag;
  return { expectedVersion: version, expectedEtag, heldBy: isApart ? holder : null, pollIntervalSeconds };
}
