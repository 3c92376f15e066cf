import { expect, it } from "vitest";
import { type ApplyRecord, withDurations } from "@/server/domain/apply-timeline";

const record = (kind: ApplyRecord["kind"], etag: string, at: number): ApplyRecord => ({ kind, etag, at });
const tookOf = (...newestFirst: ApplyRecord[]) => withDurations(newestFirst).map((each) => each.tookMs);

it("an outcome takes as long as since the offer of the same document", () => {
  expect(tookOf(record("applied", "b", 900), record("rejected", "a", 500), record("offered", "b", 400), record("offered", "a", 300))).toEqual([
    500,
    200,
    null,
    null,
  ]);
});

it("a drift that was healed was offered nothing, so that it took no time", () => {
  expect(tookOf(record("applied", "a", 900), record("drift", "a", 800), record("applied", "a", 300), record("offered", "a", 100))).toEqual([
    null,
    null,
    200,
    null,
  ]);
});

it("an outcome whose offer is not among the records takes an unknown time", () => {
  expect(tookOf(record("applied", "a", 900))).toEqual([null]);
});

it("a clock that stepped back makes no negative time", () => {
  expect(tookOf(record("applied", "a", 100), record("offered", "a", 300))).toEqual([0, null]);
});
