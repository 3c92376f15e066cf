import type { Freeze } from "./freeze-window";

/** A time as a clock in that zone shows it: "Mon 2026-11-30 08:00". The same text on a server and in any browser. */
export function zonedText(at: number, timeZone?: string): string {
  const two = "2-digit";
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: two,
    day: two,
    hour: two,
    minute: two,
    hourCycle: "h23",
  });
  const of = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${of["weekday"]} ${of["year"]}-${of["month"]}-${of["day"]} ${of["hour"]}:${of["minute"]}`;
}

/** What freezes, after "Frozen until …": an open window, or that none is that allows. */
export const freezeCause = ({ kind, name }: Pick<Freeze, "kind" | "name">): string => (kind === "deny" ? `by “${name}”` : `outside of “${name}”`);

/** A freeze in a line: "Frozen until Mon 2026-11-30 08:00 Europe/Berlin by “Weekend”". */
export const freezeText = (freeze: Freeze): string =>
  `Frozen ${freeze.until === null ? "with no end in sight" : `until ${zonedText(freeze.until, freeze.timeZone)} ${freeze.timeZone}`} ${freezeCause(freeze)}`;

const UNITS = [
  [60, "min"],
  [24, "h"],
  [Infinity, "d"],
] as const;

/** A length as people read it: "2 d 14 h". */
export function lengthText(minutes: number): string {
  const parts: string[] = [];
  let rest = minutes;
  for (const [size, unit] of UNITS) {
    const part = size === Infinity ? rest : rest % size;
    if (part > 0) parts.unshift(`${part} ${unit}`);
    rest = Math.floor(rest / size);
  }
  return parts.join(" ");
}
