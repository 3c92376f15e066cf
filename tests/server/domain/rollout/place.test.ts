import fc from "fast-check";
import { expect, it } from "vitest";
import { isReached, placeOf, selects, targetOf } from "@/server/domain/rollout/expected-version";
import { randomUuid, seededRandom } from "@/server/domain/rollout/simulate/random";
import { rolloutOf, stage, strategyOf } from "../../../support/rollout-facts";

const INSTANCES = 20_000;
const ids = {
  UUIDs: () => {
    const random = seededRandom(7);
    return Array.from({ length: INSTANCES }, () => randomUuid(random));
  },
  "names that differ in their last digits alone": () => Array.from({ length: INSTANCES }, (_, index) => `kong-gateway-${index}`),
};

/** Chi-squared of a hundred parts: 99 on average, and above 160 once in ten thousand times where places are even. */
function unevenness(counts: number[], total: number): number {
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

it.each(Object.entries(ids))("places of %s are even, in each rollout", (_, make) => {
  const instances = make();
  for (const rollout of ["0c1f0d5e-5a35-4a0e-8f43-6f5b1df1a6a1", "0c1f0d5e-5a35-4a0e-8f43-6f5b1df1a6a2", "r"]) {
    const counts = Array.from({ length: 100 }, () => 0);
    for (const id of instances) {
      const part = Math.floor(placeOf(rollout, id) / 100);
      counts[part] = (counts[part] ?? 0) + 1;
    }
    expect(unevenness(counts, INSTANCES)).toBeLessThan(160);
  }
});

it("who goes first in one rollout goes first in the next as often as anybody", () => {
  const instances = ids.UUIDs();
  const first = instances.filter((id) => placeOf("rollout-1", id) < 1000);
  const again = first.filter((id) => placeOf("rollout-2", id) < 1000);
  expect(again.length / first.length).toBeGreaterThan(0.07);
  expect(again.length / first.length).toBeLessThan(0.13);
});

it("the same two ids give the same place, a whole number from 0 to 9,999", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (rollout, instance) => {
      const place = placeOf(rollout, instance);
      return Number.isInteger(place) && place >= 0 && place < 10_000 && place === placeOf(rollout, instance);
    }),
  );
});

it("whom a stage reaches, every later one reaches", () => {
  const labels = fc.dictionary(fc.constantFrom("zone", "tier"), fc.constantFrom("a", "b"));
  const selector = labels.filter((each) => Object.keys(each).length > 0);
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.uuid(),
      labels,
      fc.array(fc.oneof(fc.integer({ min: 1, max: 100 }), selector), { minLength: 1, maxLength: 6 }),
      (id, instance, own, reaches) => {
        const strategy = strategyOf(reaches.map((reach) => stage(reach)));
        const reached = reaches.map((_, at) => isReached(targetOf(rolloutOf({ id, strategy, stage: at })), { id: instance, labels: own }));
        expect(reached).toEqual([...reached].sort());
        // Told without the code's own search: some stage so far has its place or its labels.
        const isIn = (reach: (typeof reaches)[number]) => (typeof reach === "number" ? placeOf(id, instance) < reach * 100 : selects(reach, own));
        expect(reached).toEqual(reaches.map((_, at) => reaches.slice(0, at + 1).some(isIn)));
      },
    ),
  );
});
