import { expect, it } from "vitest";
import type { Rollout } from "@/server/domain/rollout/rollout";
import { type RolloutFacts, type RolloutView, type Standing, standingOf } from "@/server/domain/rollout/standing";
import { MINUTE, NEW, STARTED, appliedAt, factsOf, questionAt } from "../../../support/rollout-facts";

const at = (minutes: number) => STARTED + minutes * MINUTE;
const rejectedAt = (minutes: number): Partial<RolloutFacts> => ({ rejectedEtag: NEW, rejectedAt: at(minutes) });
const unreadySince = (minutes: number): Partial<RolloutFacts> => ({ isReady: false, readyChangedAt: at(minutes) });

/** As its agent tells it of a Kong that does not answer any more. */
const lostAt = (minutes: number, changed: Partial<RolloutFacts> = {}) =>
  factsOf({ runningEtag: null, runningSince: at(minutes), ...unreadySince(minutes), ...changed });

/** At 10 minutes after the start, in the first stage; its gate asks for 5 minutes of readiness. */
const CASES: [why: string, Standing, RolloutFacts, Partial<Rollout>?, Partial<RolloutView>?][] = [
  ["another stage reaches it", "unreached", factsOf({ labels: {} })],
  ["it is pinned", "held", factsOf({ pinnedVersion: 41 })],
  ["its labels are pinned", "held", factsOf(), {}, { selectorPins: [{ selector: { tier: "canary" }, versionNumber: 41 }] }],
  ["its updates are paused", "held", appliedAt(1, { pausedVersion: 43 })],
  ["its credential is revoked", "revoked", factsOf({ isRevoked: true })],
  ["it was never heard of", "away", factsOf({ lastSeenAt: null })],
  ["it was silent before the stage began", "away", factsOf({ lastSeenAt: at(-1) })],
  ["it is silent, and nobody asked anything of it", "away", factsOf({ labels: {}, lastSeenAt: at(1) })],
  ["it has run the same content for long, and is silent for as long", "away", appliedAt(-500, { lastSeenAt: at(-1) })],
  ["it went silent in the stage, without having taken it", "waiting", factsOf({ lastSeenAt: at(1) })],
  ["silence just before the stage may be a held poll", "waiting", factsOf({ lastSeenAt: at(-1) }), { stageStartedAt: at(10) }, { now: at(0.2) }],
  ["it enrolled after the stage began", "late", factsOf({ firstSeenAt: at(1) })],
  ["it enrolled late and has only just taken it", "late", appliedAt(9, { firstSeenAt: at(1) })],
  ["it enrolled late and has proven itself", "proven", appliedAt(2, { firstSeenAt: at(1) })],
  ["it enrolled late and refused", "rejected", factsOf({ firstSeenAt: at(1), ...rejectedAt(2) })],
  ["it has not taken it", "waiting", factsOf()],
  ["it refused another version", "waiting", factsOf({ rejectedEtag: "sha256-other", rejectedAt: at(1) })],
  ["it took it less than five minutes ago", "settling", appliedAt(5.1)],
  ["it turned ready less than five minutes ago", "settling", appliedAt(1, { readyChangedAt: at(6) })],
  ["it took it five minutes ago", "proven", appliedAt(5)],
  ["Kong's status was never told", "proven", appliedAt(5, { isReady: null, readyChangedAt: null })],
  ["it took it before such times were noted", "proven", appliedAt(5, { runningSince: null, readyChangedAt: null })],
  ["it was not ready before it took it", "unready", appliedAt(5, unreadySince(4))],
  ["it is not ready, nobody noted since when", "unready", appliedAt(5, { isReady: false, readyChangedAt: null })],
  ["it turned not ready less than 30 s ago", "unready", appliedAt(1, unreadySince(9.6))],
  ["it turned not ready half a minute ago", "not ready", appliedAt(1, unreadySince(9.5))],
  ["its Kong went away two minutes ago, after it was given it", "not ready", lostAt(8)],
  ["its Kong went away less than two minutes ago", "waiting", lostAt(8.1)],
  ["its Kong went away before the stage reached it", "waiting", lostAt(3), { stageStartedAt: at(5) }],
  ["its Kong went away between two stages that reach it", "not ready", lostAt(3), { stage: 1, stageStartedAt: at(5) }],
  ["its Kong went away before the rollout began", "waiting", lostAt(-1)],
  ["its Kong had gone away when a person resumed", "accepted", lostAt(2), { failuresAcceptedAt: at(3), stageStartedAt: at(3) }],
  ["its Kong went away again after a person resumed", "not ready", lostAt(4), { failuresAcceptedAt: at(3), stageStartedAt: at(3) }],
  ["its Kong has not come up since it enrolled", "late", lostAt(3, { firstSeenAt: at(1), runningSince: null })],
  ["it was silent for more than three polls", "unready", appliedAt(1, { lastSeenAt: at(8) })],
  ["it was silent for twenty polls", "vanished", appliedAt(1, { lastSeenAt: at(4) })],
  ["agents have had no time to come back to Signalbox", "unready", appliedAt(1, { lastSeenAt: at(2) }), {}, { listeningSince: at(4) }],
  ["Signalbox itself could not hear it before", "proven", appliedAt(1, { lastSeenAt: at(4) }), {}, { listeningSince: at(9.5) }],
  ["it refused it", "rejected", factsOf(rejectedAt(1))],
  ["it refused it once more, after it ran it", "rejected", appliedAt(1, rejectedAt(9))],
  ["it had refused it when a person resumed", "accepted", factsOf(rejectedAt(1)), { failuresAcceptedAt: at(2) }],
  ["it refused it after a person resumed", "rejected", factsOf(rejectedAt(3)), { failuresAcceptedAt: at(2) }],
  ["it had turned not ready when a person resumed", "accepted", appliedAt(1, unreadySince(2)), { failuresAcceptedAt: at(2) }],
  ["it turned not ready again after a person resumed", "not ready", appliedAt(1, unreadySince(3)), { failuresAcceptedAt: at(2) }],
  ["it had vanished when a person resumed", "accepted", appliedAt(1, { lastSeenAt: at(2) }), { failuresAcceptedAt: at(8) }],
  [
    "it had vanished when a person resumed, and Signalbox has restarted since",
    "accepted",
    appliedAt(1, { lastSeenAt: at(2) }),
    { failuresAcceptedAt: at(8) },
    { listeningSince: at(8.5), now: at(20) },
  ],
  [
    "it vanished after a person resumed, and Signalbox has restarted since",
    "vanished",
    appliedAt(1, { lastSeenAt: at(8) }),
    { failuresAcceptedAt: at(8) },
    { listeningSince: at(8.5), now: at(20) },
  ],
  ["it vanished after a person resumed", "vanished", appliedAt(1, { lastSeenAt: at(4) }), { failuresAcceptedAt: at(8) }],
  ["it came back well after a person accepted that it was gone", "proven", appliedAt(1), { failuresAcceptedAt: at(8) }],
];

it.each(CASES)("an instance of which %s stands as %s", (_, standing, facts, changed = {}, view = {}) => {
  const question = { ...questionAt(10, changed), ...view };
  const lastSeenAt = facts.lastSeenAt === null ? null : Math.min(facts.lastSeenAt, question.now);
  expect(standingOf({ ...facts, lastSeenAt }, question).standing).toBe(standing);
});
