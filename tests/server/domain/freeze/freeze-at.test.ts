import fc from "fast-check";
import { expect, it } from "vitest";
import { freezeAt, isFrozenAt, nextChanges } from "@/server/domain/freeze/freeze-at";
import type { FreezeKind, FreezeWindow } from "@/server/domain/freeze/freeze-window";

const windowOf = (kind: FreezeKind, name: string, cron: string, hours: number, more: Partial<FreezeWindow> = {}): FreezeWindow => ({
  id: name,
  groupId: null,
  name,
  kind,
  cron,
  lengthMinutes: hours * 60,
  timeZone: "UTC",
  ...more,
});
const WEEKEND = windowOf("deny", "Weekend", "0 18 * * FRI", 62);
const HOURS = windowOf("allow", "Business hours", "0 9 * * MON-FRI", 8);
const TUESDAYS = windowOf("allow", "Tuesdays", "0 10 * * TUE", 2, { groupId: "g" });

/** "Weekend until 2026-01-05T08:00Z", or "open". 1 January 2026 is a Thursday. */
function told(windows: FreezeWindow[], now: string): string {
  const freeze = freezeAt(windows, Date.parse(now));
  if (!freeze) return "open";
  return `${freeze.name} until ${freeze.until === null ? "ever" : new Date(freeze.until).toISOString().replace(":00.000", "")}`;
}

it.each<[guarantee: string, windows: FreezeWindow[], now: string, expected: string]>([
  ["without a window nothing is frozen", [], "2026-01-01T00:00Z", "open"],
  ["a window that denies freezes while it is open", [WEEKEND], "2026-01-02T18:00Z", "Weekend until 2026-01-05T08:00Z"],
  ["and not before", [WEEKEND], "2026-01-02T17:59:59.999Z", "open"],
  ["nor from its end on", [WEEKEND], "2026-01-05T08:00Z", "open"],
  ["outside of a window that allows it is frozen until that opens", [HOURS], "2026-01-02T17:00Z", "Business hours until 2026-01-05T09:00Z"],
  ["inside of it nothing is", [HOURS], "2026-01-02T16:59Z", "open"],
  ["a window that denies wins over one that allows", [HOURS, windowOf("deny", "Audit", "0 12 * * *", 1)], "2026-01-01T12:30Z", "Audit until 2026-01-01T13:00Z"],
  ["a freeze ends when all that makes it up has ended", [HOURS, WEEKEND], "2026-01-03T00:00Z", "Weekend until 2026-01-05T09:00Z"],
  [
    "windows that follow on each other are one freeze",
    [windowOf("deny", "Days off", "0 0 * * SAT,SUN", 24)],
    "2026-01-03T12:00Z",
    "Days off until 2026-01-05T00:00Z",
  ],
  [
    "of several that deny, the one that ends last is named",
    [windowOf("deny", "Short", "0 0 * * *", 2), windowOf("deny", "Long", "0 0 * * *", 3)],
    "2026-01-01T01:00Z",
    "Long until 2026-01-01T03:00Z",
  ],
  ["a window that never closes has no end in sight", [windowOf("deny", "Always", "0 * * * *", 1)], "2026-01-01T00:30Z", "Always until ever"],
  ["of several windows of one level that allow, one is enough", [HOURS, windowOf("allow", "Nights", "0 22 * * *", 2)], "2026-01-01T23:00Z", "open"],
  ["a group narrows what its org allows", [HOURS, TUESDAYS], "2026-01-01T12:00Z", "Tuesdays until 2026-01-06T10:00Z"],
  ["inside of both nothing is frozen", [HOURS, TUESDAYS], "2026-01-06T11:00Z", "open"],
  [
    "a group never widens what its org allows",
    [HOURS, windowOf("allow", "Nights", "0 22 * * *", 2, { groupId: "g" })],
    "2026-01-01T23:00Z",
    "Business hours until ever",
  ],
  [
    "in the hour that comes twice a window is open once",
    [windowOf("deny", "Nights", "30 2 * * *", 0.5, { timeZone: "Europe/Berlin" })],
    "2026-10-25T01:45Z",
    "open",
  ],
])("%s", (_, windows, now, expected) => {
  expect(told(windows, now)).toBe(expected);
});

it("the changes that come are told in order, with the window that begins a freeze", () => {
  const changes = nextChanges([WEEKEND, HOURS], Date.parse("2026-01-01T10:00Z"), 4);
  expect(changes.map(({ at, by }) => [new Date(at).toISOString().slice(0, 16), by?.name ?? null])).toEqual([
    ["2026-01-01T17:00", "Business hours"],
    ["2026-01-02T09:00", null],
    ["2026-01-02T17:00", "Business hours"],
    ["2026-01-05T09:00", null],
  ]);
});

it("of very many windows that begin each hour, an end that is far is out of sight, and cron is not asked for seconds", () => {
  const many = (count: number) => Array.from({ length: count }, (_, minute) => windowOf("deny", `w${minute}`, `${minute} 0-22 * * *`, 1));
  expect(told(many(2), "2026-01-01T00:30Z")).toBe("w1 until 2026-01-01T23:01Z");
  expect(told(many(60), "2026-01-01T00:59Z")).toBe("w59 until ever");
});

const anyWindow = fc
  .record({
    kind: fc.constantFrom<FreezeKind>("deny", "allow"),
    hour: fc.constantFrom("2", "9", "*/6", "1,14"),
    day: fc.constantFrom("*", "MON", "SAT,SUN", "2-4"),
    lengthMinutes: fc.constantFrom(30, 90, 600, 1440, 4000),
    timeZone: fc.constantFrom("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"),
    groupId: fc.constantFrom(null, "g"),
    id: fc.uuid(),
  })
  .map(({ hour, day, ...rest }): FreezeWindow => ({ ...rest, name: "w", cron: `30 ${hour} * * ${day}` }));

it("a freeze lasts just until it is said to, and what comes next is what holds then", () => {
  const years = { min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) };
  fc.assert(
    fc.property(fc.array(anyWindow, { maxLength: 4 }), fc.integer(years), (windows, now) => {
      const freeze = freezeAt(windows, now);
      const [change] = nextChanges(windows, now, 1);
      expect(isFrozenAt(windows, now)).toBe(freeze !== null);
      if (freeze) expect(freeze.until).toBe(change?.at ?? null);
      if (!change) return;
      expect(change.by === null).toBe(freeze !== null);
      expect(freezeAt(windows, change.at)?.windowId).toBe(change.by?.id);
      expect(freezeAt(windows, change.at - 1) === null).toBe(freeze === null);
      const between = Array.from({ length: 10 }, (_, index) => now + Math.floor(((change.at - now) * index) / 10));
      for (const at of between) expect(freezeAt(windows, at) === null).toBe(freeze === null);
    }),
    { numRuns: 60 },
  );
});
