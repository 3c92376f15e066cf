import { Cron } from "croner";

const MINUTE_MS = 60_000;

/** When a window is open: it begins where the cron expression says, in that time zone, and lasts so long. */
export interface FreezeTiming {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  cron: string;
  /** Of elapsed time, so that a window lasts as long on a day on which the clock changes. */
  lengthMinutes: number;
  /** IANA. */
  timeZone: string;
}

/** One time that a window is open, `to` not included. */
export interface Occurrence {
  from: number;
  to: number;
}

/**
 * The begins of a window. Where the clock skips a begin, it is when the clock goes on; where the clock shows it twice, it is the first of
 * the two. Fields that step, or take every value, follow the elapsed time instead.
 */
export const beginsOf = ({ cron, timeZone }: Omit<FreezeTiming, "lengthMinutes">): Cron =>
  new Cron(cron, { timezone: timeZone, mode: "5-part", fixedTimeRule: "no-wildcard" });

const occurrenceOf = ({ lengthMinutes }: FreezeTiming, begin: Date | null | undefined): Occurrence | null =>
  begin ? { from: begin.getTime(), to: begin.getTime() + lengthMinutes * MINUTE_MS } : null;

/** When a window begins next after a time. Null: never. `begins`: of the same timing, where that is at hand. */
export const nextAfter = (timing: FreezeTiming, at: number, begins = beginsOf(timing)): Occurrence | null => occurrenceOf(timing, begins.nextRun(new Date(at)));

/** When a window began last, at a time at the latest. Null: it never did. */
export const lastUntil = (timing: FreezeTiming, at: number, begins = beginsOf(timing)): Occurrence | null =>
  occurrenceOf(timing, begins.previousRuns(1, new Date(at + 1))[0]);

/** The next so many times that a window is open, in order; the first may be going on at `now`. */
export function nextOccurrences(timing: FreezeTiming, now: number, count: number): Occurrence[] {
  const found: Occurrence[] = [];
  const begins = beginsOf(timing);
  const last = lastUntil(timing, now, begins);
  if (last && last.to > now) found.push(last);
  for (let each = nextAfter(timing, now, begins); each && found.length < count; each = nextAfter(timing, each.from, begins)) found.push(each);
  return found;
}
