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

/** When a window began last, at `now` at the latest, and when it begins next. Null: it never did, or never will. */
export function beginsAround(timing: FreezeTiming, now: number): { last: Occurrence | null; next: Occurrence | null } {
  const begins = beginsOf(timing);
  const occurrence = (begin: Date | null | undefined): Occurrence | null =>
    begin ? { from: begin.getTime(), to: begin.getTime() + timing.lengthMinutes * MINUTE_MS } : null;
  const [last] = begins.previousRuns(1, new Date(now + 1));
  return { last: occurrence(last), next: occurrence(begins.nextRun(new Date(now))) };
}

/** The next so many times that a window is open, in order; the first may be going on at `now`. */
export function nextOccurrences(timing: FreezeTiming, now: number, count: number): Occurrence[] {
  const found: Occurrence[] = [];
  const { last, next } = beginsAround(timing, now);
  if (last && last.to > now) found.push(last);
  for (let each = next; each && found.length < count; each = beginsAround(timing, each.from).next) found.push(each);
  return found;
}
