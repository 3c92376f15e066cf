import { expect, it } from "vitest";
import { adoptionOf, type AdoptionFacts, type AdoptionQuestion, adoptionReason } from "@/server/domain/adoption";
import type { InstanceState } from "@/server/domain/instance-state";
import { type RolloutTarget, stageOf } from "@/server/domain/rollout/expected-version";

type States = Pick<InstanceState, "connection" | "compatibility">;

const ETAGS = new Map([
  [41, "e41"],
  [42, "e42"],
  [43, "e43"],
]);
const question: AdoptionQuestion = { number: 42, etag: "e42", target: { liveVersion: 42, rollout: null, selectorPins: [] }, etagOf: ETAGS };
const facts: AdoptionFacts = {
  id: "a",
  labels: { zone: "eu" },
  pinnedVersion: null,
  pausedVersion: null,
  isRevoked: false,
  lastSeenAt: 1,
  runningEtag: "e41",
  rejectedEtag: null,
  driftedAt: null,
};
const well: States = { connection: "connected", compatibility: "compatible" };
const stages = [{ reach: { selector: { zone: "us" } } }, { reach: { percent: 100 } }];
const rollout: RolloutTarget = { id: "r", fromVersion: 41, toVersion: 42, state: "running", stage: 0, stages };
const inRollout = (change: Partial<RolloutTarget> = {}): Partial<AdoptionQuestion> => ({ target: { ...question.target, rollout: { ...rollout, ...change } } });

it.each<[string, Partial<AdoptionFacts>, Partial<States>, Partial<AdoptionQuestion>, string]>([
  ["it runs it", { runningEtag: "e42" }, {}, {}, "runs it"],
  ["it runs the same document, published under another number", { runningEtag: "e42" }, {}, { number: 40 }, "runs it"],
  ["it runs it, and is stale", { runningEtag: "e42" }, { connection: "stale" }, {}, "runs it"],
  ["it ran it, and is away", { runningEtag: "e42" }, { connection: "disconnected" }, {}, "away"],
  ["it is to run it and has not answered", {}, {}, {}, "pending"],
  ["it refused an older one", { rejectedEtag: "e41" }, {}, {}, "pending"],
  ["it refused it", { rejectedEtag: "e42" }, {}, {}, "rejected"],
  ["it refused it and lacks a plugin", { rejectedEtag: "e42" }, { compatibility: "incompatible" }, {}, "rejected"],
  ["it refused it, and was changed by hand", { rejectedEtag: "e42", driftedAt: 1 }, {}, {}, "rejected"],
  ["it refused it once more, after it ran it", { runningEtag: "e42", rejectedEtag: "e42" }, {}, {}, "rejected"],
  ["it lacks a plugin", {}, { compatibility: "incompatible" }, {}, "incompatible"],
  ["it runs it, whatever the check says", { runningEtag: "e42" }, { compatibility: "incompatible" }, {}, "runs it"],
  ["it was changed by hand", { runningEtag: "e42", driftedAt: 1 }, {}, {}, "drifted"],
  ["it is away before it took it", {}, { connection: "disconnected" }, {}, "away"],
  ["it never asked", { lastSeenAt: null, runningEtag: null }, { connection: "never connected" }, {}, "never connected"],
  ["its credential is revoked", { isRevoked: true, runningEtag: "e42" }, {}, {}, "revoked"],
  ["it is pinned to another", { pinnedVersion: 41 }, {}, {}, "pinned"],
  ["it is pinned to another, and away", { pinnedVersion: 41 }, { connection: "disconnected" }, {}, "pinned"],
  ["it is pinned to this one", { pinnedVersion: 42 }, {}, {}, "pending"],
  ["it is pinned to this one while another is live", { pinnedVersion: 42 }, {}, { target: { ...question.target, liveVersion: 43 } }, "pending"],
  ["its labels are pinned", {}, {}, { target: { ...question.target, selectorPins: [{ selector: { zone: "eu" }, versionNumber: 41 }] } }, "pinned"],
  ["its updates are paused", { pausedVersion: 41 }, {}, {}, "paused"],
  ["a later stage reaches it", {}, {}, inRollout(), "not reached"],
  ["the stage reaches it", {}, {}, inRollout({ stage: 1 }), "pending"],
  ["the rollout has gone to all", {}, {}, inRollout({ state: "completed" }), "pending"],
  ["a later stage would have reached it, but the rollout was abandoned", {}, {}, inRollout({ state: "abandoned" }), "not reached"],
  ["another is live", {}, {}, { target: { ...question.target, liveVersion: 43 } }, "superseded"],
  [
    "another is live, and its rollout has not reached it: this one is what it keeps",
    {},
    {},
    {
      ...inRollout({ fromVersion: 42, toVersion: 43 }),
      target: { liveVersion: 43, selectorPins: [], rollout: { ...rollout, fromVersion: 42, toVersion: 43 } },
    },
    "pending",
  ],
  ["nothing is live", { runningEtag: null }, {}, { target: { ...question.target, liveVersion: null } }, "superseded"],
])("%s: %#", (_, change, states, asked, adoption) => {
  expect(adoptionOf({ ...facts, ...change }, { ...well, ...states }, { ...question, ...asked }).adoption).toBe(adoption);
});

it("who is not reached so far is told which stage will", () => {
  const adopted = adoptionOf(facts, well, { ...question, ...inRollout() });
  expect(adopted).toEqual({ adoption: "not reached", expectedVersion: 41, stage: stageOf(rollout, facts) + 1 });
  const reason = { ...adopted, runningVersion: 41, offeredAt: null, lastSeenAt: 0, isReady: true, cause: null };
  expect(adoptionReason({ ...reason, rollout })).toBe("Stage 2 of 2 of the rollout reaches it.");
  expect(adoptionReason({ ...reason, rollout: { ...rollout, state: "halted" } })).toBe("Stage 2 of 2 of the rollout reaches it, which is halted.");
});

it.each<[Parameters<typeof adoptionReason>[0]["adoption"], Partial<Parameters<typeof adoptionReason>[0]>, string]>([
  ["runs it", {}, "Runs it."],
  ["runs it", { expectedVersion: 41 }, "Runs it; v41 is expected of it."],
  ["pending", {}, "Not offered yet: it has not asked since."],
  ["pending", { offeredAt: 5 }, "Offered, and not heard of since."],
  ["pending", { offeredAt: 5, lastSeenAt: 9000 }, "Offered; it has been heard of since, and does not run it."],
  [
    "pending",
    { offeredAt: 5, lastSeenAt: 9000, runningVersion: null, isReady: false },
    "Offered; its agent has been heard of since, but its Kong runs nothing and is not ready.",
  ],
  ["rejected", {}, "Its Kong refused it."],
  ["rejected", { cause: "Its Kong refused it: plugin cors: no." }, "Its Kong refused it: plugin cors: no."],
  ["pinned", { expectedVersion: 41 }, "Pinned to v41."],
  ["paused", { expectedVersion: 41 }, "Its updates are paused at v41."],
  ["superseded", { expectedVersion: 43 }, "v43 is expected of it."],
  ["superseded", { expectedVersion: null }, "Nothing is expected of it."],
  ["away", { runningVersion: 41 }, "Away; ran v41 when it was last heard of."],
  ["away", { runningVersion: null }, "Away; ran nothing that Signalbox published when it was last heard of."],
])("%s with %o: %s", (adoption, told, reason) => {
  const facts = { stage: null, runningVersion: 42, offeredAt: null, lastSeenAt: 0, isReady: true, cause: null, rollout: null };
  expect(adoptionReason({ adoption, expectedVersion: 42, ...facts, ...told })).toBe(reason);
});
