import type { RolloutQuestion } from "@/server/domain/rollout/decide";
import type { Rollout } from "@/server/domain/rollout/rollout";
import type { RolloutFacts } from "@/server/domain/rollout/standing";
import { RolloutGate, type RolloutStage, type RolloutStrategy, type StageReach } from "@/server/domain/rollout/strategy";

export const MINUTE = 60_000;
/** When the rollout of these tests started. */
export const STARTED = Date.UTC(2026, 0, 1);
export const NEW = "sha256-new";
export const OLD = "sha256-old";

/** A stage that reaches so many percent, or whoever has these labels. */
export const stage = (reach: number | Record<string, string>, gate: Partial<RolloutGate> = {}): RolloutStage => ({
  reach: typeof reach === "number" ? { percent: reach } : ({ selector: reach } satisfies StageReach),
  gate: RolloutGate.parse(gate),
});

export const strategyOf = (stages: RolloutStage[], rest: Partial<RolloutStrategy> = {}): RolloutStrategy => ({
  stages,
  toleratedPercent: 0,
  onHalt: "hold",
  ...rest,
});

/** A running rollout from v42 to v43; canaries by label first, then all. */
export const rolloutOf = (changed: Partial<Rollout> = {}): Rollout => ({
  id: "5d1c5f0e-0000-4000-8000-000000000000",
  fromVersion: 42,
  toVersion: 43,
  strategy: strategyOf([stage({ tier: "canary" }), stage(100)]),
  state: "running",
  stage: 0,
  stageStartedAt: STARTED,
  passedAt: null,
  isApproved: false,
  pausedAt: null,
  haltReason: null,
  failuresAcceptedAt: null,
  startedAt: STARTED,
  endedAt: null,
  ...changed,
});

/** An instance that runs the old version and was heard of just now, whenever that is. */
export const factsOf = (changed: Partial<RolloutFacts> = {}): RolloutFacts => ({
  id: "i1",
  labels: { tier: "canary" },
  pinnedVersion: null,
  pausedVersion: null,
  isRevoked: false,
  firstSeenAt: STARTED - 1000 * MINUTE,
  lastSeenAt: Number.MAX_SAFE_INTEGER,
  runningEtag: OLD,
  runningSince: STARTED - 1000 * MINUTE,
  rejectedEtag: null,
  rejectedAt: null,
  isReady: true,
  readyChangedAt: STARTED - 1000 * MINUTE,
  ...changed,
});

/** The same, having taken the new version so many minutes after the start. */
export const appliedAt = (minutes: number, changed: Partial<RolloutFacts> = {}): RolloutFacts =>
  factsOf({ runningEtag: NEW, runningSince: STARTED + minutes * MINUTE, ...changed });

/** What a rollout is asked so many minutes after its start. */
export const questionAt = (minutes: number, changed: Partial<Rollout> = {}, rest: Partial<RolloutQuestion> = {}): RolloutQuestion => ({
  rollout: rolloutOf(changed),
  toEtag: NEW,
  selectorPins: [],
  pollIntervalSeconds: 15,
  listeningSince: 0,
  now: STARTED + minutes * MINUTE,
  isFrozen: false,
  pausedMs: 0,
  ...rest,
});
