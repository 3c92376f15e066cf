import { DEFAULT_STRATEGY, RolloutGate, type RolloutStage, type RolloutStrategy } from "@/server/domain/rollout/strategy";

// Of many instances some restart at any time, so that a gate that asks for all of them at once may never hold.
const gate = RolloutGate.parse({ appliedPercent: 99 });
const reaching = (percent: number): RolloutStage => ({ reach: { percent }, gate });
const byItself = { toleratedPercent: 0, onHalt: "hold" } as const;

/** What a strategy may begin with. */
export const STRATEGY_TEMPLATES: readonly (readonly [name: string, strategy: RolloutStrategy])[] = [
  ["Slowly: 5 %, 25 %, 50 %, 100 %", DEFAULT_STRATEGY],
  ["Canary: 5 %, 25 %, 100 %", { ...byItself, stages: [5, 25, 100].map(reaching) }],
  ["One label first, then all", { ...byItself, stages: [{ reach: { selector: { stage: "canary" } }, gate }, reaching(100)] }],
  ["Canary, then approved by a person", { ...byItself, stages: [{ reach: { percent: 5 }, gate: { ...gate, needsApproval: true } }, reaching(100)] }],
];
