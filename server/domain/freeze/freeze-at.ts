import type { Freeze, FreezeWindow } from "./freeze-window";
import { beginsOf, lastUntil, nextAfter, type Occurrence } from "./occurrences";

/** A window where time stands. */
interface Standing {
  window: FreezeWindow;
  begins: ReturnType<typeof beginsOf>;
  /** Null: it is closed. */
  open: Occurrence | null;
  next: Occurrence | null;
}

/** What holds at a moment: the window that freezes, or null, and until when at least that holds. */
interface State {
  standings: readonly Standing[];
  by: FreezeWindow | null;
  until: number;
}

/**
 * So many times one state may follow another of the same kind before its end is out of sight; and so many times cron may be asked for it,
 * since many windows that begin each hour would else hold up the whole process for seconds.
 */
const MOST_STEPS = 200;
const MOST_ASKED = 500;

const openAt = (last: Occurrence | null, now: number): Occurrence | null => (last && last.to > now ? last : null);

const standingOf = (window: FreezeWindow, now: number, begins = beginsOf(window)): Standing => ({
  window,
  begins,
  open: openAt(lastUntil(window, now, begins), now),
  next: nextAfter(window, now, begins),
});

/** Whether a window has begun since. */
const hasBegun = ({ next }: Standing, now: number): boolean => next !== null && next.from <= now;

/** The same later on; asks cron only for what has begun since. */
function later(standing: Standing, now: number): Standing {
  const { window, begins, open, next: last } = standing;
  if (!hasBegun(standing, now)) return { ...standing, open: openAt(open, now) };
  const next = last && nextAfter(window, last.from, begins);
  // It has begun more than once since.
  if (next && next.from <= now) return standingOf(window, now, begins);
  return { ...standing, open: openAt(last, now), next };
}

const beginOf = ({ next }: Standing): number => next?.from ?? Infinity;
const endOf = ({ open }: Standing): number => open?.to ?? 0;

/** The levels that have windows of `allow`, the org's and the group's, each with its own. */
const levelsOf = (allows: Standing[]): Standing[][] =>
  [allows.filter(({ window }) => window.groupId === null), allows.filter(({ window }) => window.groupId !== null)].filter(({ length }) => length > 0);

/**
 * An open window of `deny` freezes, whatever else is open. Else each level that has windows of `allow` must have one open: a group narrows
 * what its org allows, and never widens it.
 */
function stateOf(standings: readonly Standing[]): State {
  const of = (kind: FreezeWindow["kind"]) => standings.filter(({ window }) => window.kind === kind);
  const denies = of("deny");
  const [deny] = denies.filter(({ open }) => open).sort((a, b) => endOf(b) - endOf(a));
  if (deny) return { standings, by: deny.window, until: endOf(deny) };
  const levels = levelsOf(of("allow"));
  const unmet = levels.filter((level) => level.every(({ open }) => !open)).map((level) => level.sort((a, b) => beginOf(a) - beginOf(b)));
  const [allow] = unmet.flatMap(([first]) => first ?? []).sort((a, b) => beginOf(b) - beginOf(a));
  if (allow) return { standings, by: allow.window, until: beginOf(allow) };
  return { standings, by: null, until: Math.min(...denies.map(beginOf), ...levels.map((level) => Math.max(...level.map(endOf)))) };
}

const stateAt = (windows: readonly FreezeWindow[], now: number): State => stateOf(windows.map((window) => standingOf(window, now)));

/** The next moment at which a freeze begins or ends, with what holds from then on. Null: none is in sight. */
function nextState(from: State): (State & { at: number }) | null {
  for (let [state, steps, asked] = [from, 0, 0]; steps < MOST_STEPS && asked < MOST_ASKED && state.until < Infinity; steps++) {
    const at = state.until;
    asked += state.standings.filter((standing) => hasBegun(standing, at)).length;
    const next = { ...stateOf(state.standings.map((standing) => later(standing, at))), at };
    if ((next.by === null) !== (from.by === null)) return next;
    state = next;
  }
  return null;
}

/** Whether there is a freeze at that time, which takes half as long as to say until when at least. */
export function isFrozenAt(windows: readonly FreezeWindow[], now: number): boolean {
  const standings = windows.map((window): Standing => {
    const begins = beginsOf(window);
    return { window, begins, open: openAt(lastUntil(window, now, begins), now), next: null };
  });
  return stateOf(standings).by !== null;
}

/** The freeze that windows of an org and of one of its groups make at that time. Null: there is none. */
export function freezeAt(windows: readonly FreezeWindow[], now: number): Freeze | null {
  const state = stateAt(windows, now);
  if (!state.by) return null;
  const { id, name, kind, timeZone } = state.by;
  return { windowId: id, name, kind, timeZone, until: nextState(state)?.at ?? null };
}

/** The next times at which a freeze begins, by `by`, or ends, by null; so many at most, in order. */
export function nextChanges(windows: readonly FreezeWindow[], now: number, count: number): { at: number; by: FreezeWindow | null }[] {
  const changes: { at: number; by: FreezeWindow | null }[] = [];
  for (let state = nextState(stateAt(windows, now)); state && changes.length < count; state = nextState(state)) changes.push({ at: state.at, by: state.by });
  return changes;
}
