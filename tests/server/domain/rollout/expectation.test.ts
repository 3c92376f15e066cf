import { expect, it } from "vitest";
import { instanceState } from "@/server/domain/instance-state";
import { type Expectable, expectationOf, type GroupMeasure } from "@/server/domain/rollout/expectation";
import { factsOf, rolloutOf, stage, strategyOf } from "@/tests/support/rollout-facts";
import { targetOf } from "@/server/domain/rollout/expected-version";

const rollout = targetOf(rolloutOf({ strategy: strategyOf([stage({ tier: "canary" }), stage(100)]) }));
const measure: GroupMeasure = {
  target: { liveVersion: 43, rollout, selectorPins: [{ selector: { zone: "b" }, versionNumber: 41 }] },
  etagOf: new Map([
    [41, "e41"],
    [42, "e42"],
    [43, "e43"],
  ]),
  pollIntervalSeconds: 15,
};
const plain: Expectable = { id: "i1", labels: {}, pinnedVersion: null, pausedVersion: null };
const canary: Expectable = { ...plain, labels: { tier: "canary" } };

it.each<[string, Expectable, number | null, string | null, "pinned" | "paused" | null]>([
  ["a canary gets what goes out", canary, 43, "e43", null],
  ["another keeps what was before", plain, 42, "e42", null],
  ["a pin holds it at another", { ...plain, pinnedVersion: 41 }, 41, "e41", "pinned"],
  ["a pin to what it would get holds nothing", { ...plain, pinnedVersion: 42 }, 42, "e42", null],
  ["a pin by its labels holds it too", { ...plain, labels: { zone: "b" } }, 41, "e41", "pinned"],
  ["a pause holds a canary at what was before", { ...canary, pausedVersion: 42 }, 42, "e42", "paused"],
  ["a pause of one that is not reached holds nothing yet", { ...plain, pausedVersion: 42 }, 42, "e42", null],
  ["a pin counts before a pause", { ...canary, pinnedVersion: 41, pausedVersion: 42 }, 41, "e41", "pinned"],
  ["what it alone is held at is told with it", { ...plain, pinnedVersion: 7, heldEtag: "e7" }, 7, "e7", "pinned"],
  ["a version with the very content that it would get holds nothing", { ...plain, pinnedVersion: 7, heldEtag: "e42" }, 7, "e42", null],
  ["a version that is not there is expected without content", { ...plain, pinnedVersion: 7 }, 7, null, "pinned"],
])("%s", (_, instance, expectedVersion, expectedEtag, heldBy) => {
  expect(expectationOf(measure, instance)).toEqual({ expectedVersion, expectedEtag, heldBy, pollIntervalSeconds: 15 });
});

it("where nothing is published, nothing is expected, and nothing holds it", () => {
  const target = { liveVersion: null, rollout: null, selectorPins: [] };
  expect(expectationOf({ ...measure, target }, plain)).toMatchObject({ expectedVersion: null, expectedEtag: null, heldBy: null });
});

const heldAt41 = expectationOf(measure, { ...plain, pinnedVersion: 41 });
it.each([
  ["pinned", { runningEtag: "e41" }],
  ["pending", { runningEtag: "e43" }],
  ["rejected", { runningEtag: "e43", rejectedEtag: "e41" }],
  ["rejected", { runningEtag: "e41", rejectedEtag: "e41" }],
  ["drifted", { runningEtag: "e41", driftedAt: 1 }],
  ["unknown", { runningEtag: "e41", lastSeenAt: 0 }],
] as const)("of an instance that is pinned to another version, sync reads %s where it has %j", (sync, told) => {
  const facts = { ...factsOf(), driftedAt: null, gatewayVersion: null, lastSeenAt: Date.UTC(2026, 0, 1), ...told };
  expect(instanceState(facts, heldAt41, Date.UTC(2026, 0, 1)).sync).toBe(sync);
});
