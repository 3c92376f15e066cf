import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeOf, selects } from "@/server/domain/rollout/expected-version";
import { type Simulation, simulate } from "@/server/domain/rollout/simulate/simulate";
import { SimulationOptions } from "@/server/domain/rollout/simulate/simulation-options";
import type { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { stage, strategyOf } from "../../../../support/rollout-facts";

const day = (options: Partial<SimulationOptions>): Simulation => simulate(SimulationOptions.parse(options));
const kindsOf = ({ timeline }: Simulation) => timeline.map(({ kind }) => kind);
const tolerant = (percent: number): RolloutStrategy =>
  strategyOf([stage(5, { appliedPercent: 95 }), stage(50, { appliedPercent: 95 }), stage(100, { appliedPercent: 95 })], { toleratedPercent: percent });

describe("ten thousand instances", () => {
  it("of which none is bad all get the version, stage by stage", () => {
    const end = day({ instances: 10_000 });
    expect(kindsOf(end)).toEqual(["started", "advanced", "advanced", "advanced", "completed"]);
    expect(end).toMatchObject({ running: { v43: 10_000 }, states: { sync: { "in sync": 10_000 } } });
  });

  it("of which 3 % refuse halt in the first stage, and all the others keep what they ran", () => {
    const end = day({ instances: 10_000, reject: 0.03 });
    expect(kindsOf(end)).toEqual(["started", "halted"]);
    expect(end.rollout).toMatchObject({ state: "halted", stage: 0, haltReason: { kind: "rejected" } });
    expect(end.expected.v43).toBeLessThan(600);
    expect(end.states.sync.rejected).toBe(end.rollout.haltReason?.count);
  });

  it("that are slow, late and lose their disks all get it", () => {
    const end = day({ instances: 10_000, slow: 0.1, late: 0.05, reenroll: 0.02 });
    expect(end).toMatchObject({ rollout: { state: "completed" }, running: { v43: 10_000 } });
  });
});

it.each([
  ["flap", "not ready"],
  ["vanish", "vanished"],
] as const)("instances that %s halt it as %s, unless so many are tolerated", (behaviour, kind) => {
  expect(day({ [behaviour]: 0.05 }).rollout).toMatchObject({ state: "halted", stage: 0, haltReason: { kind } });
  expect(day({ [behaviour]: 0.05, strategy: tolerant(20) }).rollout.state).toBe("completed");
});

it("instances that take longer than the time limit halt it", () => {
  const strategy = strategyOf([stage(50, { timeLimitMinutes: 5 }), stage(100)]);
  expect(day({ slow: 0.1, strategy }).rollout).toMatchObject({ state: "halted", stage: 0, haltReason: { kind: "time limit" } });
});

it("a halt that rolls back brings everybody who is there back to what they ran", () => {
  const end = day({ reject: 0.1, late: 0.1, reenroll: 0.1, strategy: strategyOf([stage(20), stage(100)], { onHalt: "rollBack" }) });
  expect(kindsOf(end)).toEqual(["started", "halted", "rolledBack"]);
  expect(end).toMatchObject({ rollout: { state: "rolled back" }, expected: { v44: 1000 }, running: { v42: 1000 } });
});

it("an approval is waited for, and given", () => {
  const end = day({ strategy: strategyOf([stage(10, { needsApproval: true }), stage(100)]) });
  expect(kindsOf(end)).toEqual(["started", "passed", "approved", "advanced", "completed"]);
});

it("the same options give the same day, another seed another", () => {
  const options = { instances: 200, reject: 0.1, flap: 0.1, strategy: tolerant(30) };
  expect(day(options)).toEqual(day(options));
  expect(day({ ...options, seed: 2 })).not.toEqual(day(options));
});

const share = fc.constantFrom(0, 0, 0.05, 0.4);
const gate = fc.record({
  appliedPercent: fc.constantFrom(50, 95, 100),
  readyMinutes: fc.constantFrom(0, 5),
  timeLimitMinutes: fc.constantFrom(10, 60),
  needsApproval: fc.constantFrom(false, false, true),
});
const anyDay = fc
  .record({
    instances: fc.integer({ min: 1, max: 60 }),
    seed: fc.nat(),
    reject: share,
    slow: share,
    flap: share,
    vanish: share,
    late: share,
    reenroll: share,
    reaches: fc.constantFrom<(number | Record<string, string>)[][]>([100], [5, 25, 100], [{ tier: "canary" }, 50, 100], [20, { zone: "a" }, 100]),
    gate,
    toleratedPercent: fc.constantFrom(0, 10, 50),
    onHalt: fc.constantFrom("hold" as const, "rollBack" as const),
  })
  .map(({ reaches, gate: each, toleratedPercent, onHalt, ...rest }) => ({
    ...rest,
    strategy: strategyOf(
      reaches.map((reach) => stage(reach, each)),
      { toleratedPercent, onHalt },
    ),
  }));

describe("in any day", () => {
  it("no instance gets a config version outside its place, and who got the new one gets no older one but by a roll back", () => {
    fc.assert(
      fc.property(anyDay, (options) => {
        const newcomers = new Set<string>();
        simulate(options, ({ id, labels }, { number }, rollout) => {
          const stages = rollout.strategy.stages.slice(0, rollout.stage + 1);
          const isInPlace = stages.some(({ reach }) => ("percent" in reach ? placeOf(rollout.id, id) < reach.percent * 100 : selects(reach.selector, labels)));
          const isToGet = rollout.state === "rolled back" ? 44 : isInPlace || rollout.state === "completed" ? 43 : 42;
          expect(number).toBe(isToGet);
          if (number === 43) newcomers.add(id);
          else if (number === 42) expect(newcomers.has(id)).toBe(false);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("a halt is the last that happens but for a roll back, and after a roll back nobody is expected on the new version", () => {
    fc.assert(
      fc.property(anyDay, (options) => {
        const { timeline, rollout, expected } = simulate(options);
        const kinds = timeline.map(({ kind }) => kind);
        const halt = kinds.indexOf("halted");
        if (halt >= 0) expect(kinds.slice(halt + 1)).toEqual(options.strategy.onHalt === "rollBack" ? ["rolledBack"] : []);
        if (rollout.state === "rolled back") expect(Object.keys(expected)).toEqual(["v44"]);
        expect(timeline.map(({ stage: each }) => each)).toEqual(timeline.map(({ stage: each }) => each).sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  it("nobody halts it who does nothing bad, and it goes on over no more failures than are tolerated", () => {
    fc.assert(
      fc.property(anyDay, (options) => {
        const { timeline } = simulate({ ...options, slow: 0, reenroll: 0 });
        const isGood = options.reject + options.flap + options.vanish === 0;
        if (isGood) expect(timeline.some(({ kind }) => kind === "halted")).toBe(false);
        for (const { kind, standings } of timeline) {
          if (kind !== "advanced" && kind !== "completed") continue;
          const { waiting = 0, unready = 0, settling = 0, proven = 0, rejected = 0, vanished = 0, "not ready": notReady = 0 } = standings;
          const failed = rejected + vanished + notReady;
          expect(failed * 100).toBeLessThanOrEqual(options.strategy.toleratedPercent * (failed + waiting + unready + settling + proven));
        }
      }),
      { numRuns: 60 },
    );
  });
});
