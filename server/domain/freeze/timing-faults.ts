import { beginsOf } from "./occurrences";

/** The fields of a cron expression, in order, and what each of them takes. */
const FIELDS = [
  ["minute", "0 to 59"],
  ["hour", "0 to 23"],
  ["day of the month", "1 to 31, or L for the last"],
  ["month", "1 to 12, or JAN to DEC"],
  ["day of the week", "0 to 7, where 0 and 7 are Sunday, or SUN to SAT"],
] as const;
const MANY = "1-5 and 1,3 are several, */2 each second one, * each.";
/** What a field is written with. Neither nicknames, nor a question mark, which means the time at which it is read. */
const WRITTEN = /^[\dA-Z*,/#-]+$/i;
const EXAMPLE = "0 18 * * FRI, which is each Friday at 18:00";
/** Any moment does, because five fields name no year. */
const SOMETIME = new Date(0);

function isReadable(cron: string): boolean {
  try {
    beginsOf({ cron, timeZone: "UTC" });
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with a cron expression, and its cure; undefined: nothing, and it begins now and then. */
export function cronFault(cron: string): string | undefined {
  const fields = cron.split(" ");
  if (fields.length !== FIELDS.length) return `Five fields (minute, hour, day of the month, month, day of the week), as in ${EXAMPLE}.`;
  for (const [index, [name, takes]] of FIELDS.entries()) {
    const field = fields[index] ?? "";
    const alone = FIELDS.map((_, at) => (at === index ? field : "*")).join(" ");
    // A window that began each minute would be open for good, and is what a forgotten number makes of it.
    if (index === 0 && !/^\d+$/.test(field)) return `The minute "${field}" cannot be: give one number, 0 to 59, because a window begins once an hour at most.`;
    if (!WRITTEN.test(field) || !isReadable(alone)) return `The ${name} "${field}" cannot be: it takes ${takes}. ${MANY}`;
  }
  if (beginsOf({ cron, timeZone: "UTC" }).nextRun(SOMETIME) === null)
    return "This day is never, so that the window never begins: choose a day that the month has.";
  return undefined;
}

/** A name as the IANA has them; what else `Intl` takes, such as an offset, knows no daylight saving. */
const ZONE = /^[A-Z][\w+-]*(\/[\w+-]+)*$/i;

/** Whether this is a time zone that is known here. */
export function isTimeZone(timeZone: string): boolean {
  if (!ZONE.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
