import { expect, it } from "vitest";
import { type FreezeTiming, nextOccurrences } from "@/server/domain/freeze/occurrences";

interface Case {
  guarantee: string;
  timing: FreezeTiming;
  /** Looked from here on. */
  now: string;
  /** Begins and ends, in UTC. */
  open: [from: string, to: string][];
}

const timing = (timeZone: string, cron: string, lengthMinutes: number): FreezeTiming => ({ timeZone, cron, lengthMinutes });
const berlin = timing.bind(null, "Europe/Berlin");
const newYork = timing.bind(null, "America/New_York");
const lordHowe = timing.bind(null, "Australia/Lord_Howe");
const kolkata = timing.bind(null, "Asia/Kolkata");

/**
 * 2026: Berlin goes from +1 to +2 on 29 March at 02:00, and back on 25 October at 03:00. New York goes from -5 to -4 on 8 March at 02:00, and
 * back on 1 November at 02:00. Lord Howe goes from +11 to +10:30 on 5 April at 02:00, and back on 4 October at 02:00, by half an hour.
 */
const CASES: Case[] = [
  {
    guarantee: "an ordinary day's window begins by the zone's clock, in winter and in summer",
    timing: berlin("0 18 * * FRI", 60),
    now: "2026-03-26T00:00Z",
    open: [
      ["2026-03-27T17:00Z", "2026-03-27T18:00Z"],
      ["2026-04-03T16:00Z", "2026-04-03T17:00Z"],
    ],
  },
  {
    guarantee: "Berlin: a begin in the hour that is skipped is when the clock goes on, and the window is as long as ever",
    timing: berlin("30 2 * * *", 90),
    now: "2026-03-28T00:00Z",
    open: [
      ["2026-03-28T01:30Z", "2026-03-28T03:00Z"],
      ["2026-03-29T01:00Z", "2026-03-29T02:30Z"],
      ["2026-03-30T00:30Z", "2026-03-30T02:00Z"],
    ],
  },
  {
    guarantee: "Berlin: the same of one begin of several",
    timing: berlin("30 2,14 * * *", 10),
    now: "2026-03-28T20:00Z",
    open: [
      ["2026-03-29T01:00Z", "2026-03-29T01:10Z"],
      ["2026-03-29T12:30Z", "2026-03-29T12:40Z"],
    ],
  },
  {
    guarantee: "Berlin: a begin in the hour that comes twice is the first of the two, once",
    timing: berlin("30 2 * * *", 90),
    now: "2026-10-24T12:00Z",
    open: [
      ["2026-10-25T00:30Z", "2026-10-25T02:00Z"],
      ["2026-10-26T01:30Z", "2026-10-26T03:00Z"],
    ],
  },
  {
    guarantee: "Berlin: looked at in the second of these hours, it does not begin again",
    timing: berlin("30 2 * * *", 5),
    now: "2026-10-25T01:29Z",
    open: [["2026-10-26T01:30Z", "2026-10-26T01:35Z"]],
  },
  {
    guarantee: "Berlin: a window that spans the change in spring lasts its length, and so ends an hour later by the clock",
    timing: berlin("0 18 * * SAT", 24 * 60),
    now: "2026-03-28T12:00Z",
    open: [["2026-03-28T17:00Z", "2026-03-29T17:00Z"]],
  },
  {
    guarantee: "Berlin: a window that spans the change in autumn lasts its length, and so ends an hour sooner by the clock",
    timing: berlin("0 18 * * SAT", 24 * 60),
    now: "2026-10-24T12:00Z",
    open: [["2026-10-24T16:00Z", "2026-10-25T16:00Z"]],
  },
  {
    guarantee: "Berlin: each hour begins once in elapsed time, the one that comes twice two times",
    timing: berlin("0 * * * *", 10),
    now: "2026-10-24T23:30Z",
    open: [
      ["2026-10-25T00:00Z", "2026-10-25T00:10Z"],
      ["2026-10-25T01:00Z", "2026-10-25T01:10Z"],
      ["2026-10-25T02:00Z", "2026-10-25T02:10Z"],
    ],
  },
  {
    guarantee: "New York: a begin in the hour that is skipped is when the clock goes on",
    timing: newYork("15 2 * * *", 60),
    now: "2026-03-08T00:00Z",
    open: [
      ["2026-03-08T07:00Z", "2026-03-08T08:00Z"],
      ["2026-03-09T06:15Z", "2026-03-09T07:15Z"],
    ],
  },
  {
    guarantee: "New York: a begin in the hour that comes twice is the first of the two",
    timing: newYork("30 1 * * *", 60),
    now: "2026-11-01T00:00Z",
    open: [
      ["2026-11-01T05:30Z", "2026-11-01T06:30Z"],
      ["2026-11-02T06:30Z", "2026-11-02T07:30Z"],
    ],
  },
  {
    guarantee: "New York: a weekend that spans the change in spring lasts its 62 hours",
    timing: newYork("0 18 * * FRI", 62 * 60),
    now: "2026-03-06T12:00Z",
    open: [["2026-03-06T23:00Z", "2026-03-09T13:00Z"]],
  },
  {
    guarantee: "Lord Howe: a begin in the half hour that is skipped is when the clock goes on",
    timing: lordHowe("15 2 * * *", 30),
    now: "2026-10-03T00:00Z",
    open: [
      ["2026-10-03T15:30Z", "2026-10-03T16:00Z"],
      ["2026-10-04T15:15Z", "2026-10-04T15:45Z"],
    ],
  },
  {
    guarantee: "Lord Howe: a begin in the half hour that comes twice is the first of the two",
    timing: lordHowe("45 1 * * *", 30),
    now: "2026-04-04T00:00Z",
    open: [
      ["2026-04-04T14:45Z", "2026-04-04T15:15Z"],
      ["2026-04-05T15:15Z", "2026-04-05T15:45Z"],
    ],
  },
  {
    guarantee: "Lord Howe: a window that spans the change in autumn lasts its length, and so ends half an hour sooner by the clock",
    timing: lordHowe("0 0 * * SUN", 6 * 60),
    now: "2026-04-04T00:00Z",
    open: [["2026-04-04T13:00Z", "2026-04-04T19:00Z"]],
  },
  {
    guarantee: "Kolkata, which has no daylight saving: the same time all year",
    timing: kolkata("30 2 * * *", 60),
    now: "2026-03-28T22:00Z",
    open: [
      ["2026-03-29T21:00Z", "2026-03-29T22:00Z"],
      ["2026-03-30T21:00Z", "2026-03-30T22:00Z"],
    ],
  },
  {
    guarantee: "29 February begins in leap years alone",
    timing: timing("UTC", "0 0 29 2 *", 60),
    now: "2026-01-01T00:00Z",
    open: [
      ["2028-02-29T00:00Z", "2028-02-29T01:00Z"],
      ["2032-02-29T00:00Z", "2032-02-29T01:00Z"],
    ],
  },
];

const short = (at: number): string => new Date(at).toISOString().replace(":00.000", "");

it.each(CASES)("$guarantee", ({ timing: given, now, open }) => {
  const found = nextOccurrences(given, Date.parse(now), open.length);
  expect(found.map(({ from, to }) => [short(from), short(to)])).toEqual(open);
});

it("what is going on is told first, from its begin on and before its end", () => {
  const given = timing("UTC", "0 12 * * *", 60);
  const first = (now: string) => nextOccurrences(given, Date.parse(now), 1).map(({ from }) => short(from));
  expect(first("2026-01-01T11:59:59.999Z")).toEqual(["2026-01-01T12:00Z"]);
  expect(first("2026-01-01T12:00:00.000Z")).toEqual(["2026-01-01T12:00Z"]);
  expect(first("2026-01-01T12:59:59.999Z")).toEqual(["2026-01-01T12:00Z"]);
  expect(first("2026-01-01T13:00:00.000Z")).toEqual(["2026-01-02T12:00Z"]);
});
