import { EVENT_RULES, type EventKind } from "./event-kinds";

const SECOND_MS = 1000;
/** A message waits until nothing joined it for so long, and no longer than the second one in all. */
const QUIET_MS = 30 * SECOND_MS;
const LONGEST_MS = 120 * SECOND_MS;

/** What of an event a rule looks at. */
export interface RoutedEvent {
  kind: EventKind;
  groupId: string | null;
  labels: Readonly<Record<string, string>>;
  at: number;
}

/** Which events a rule is for. `groupIds` null: those of all groups, and of the org itself. */
export interface EventFilter {
  kinds: readonly EventKind[];
  groupIds: readonly string[] | null;
  labels: Readonly<Record<string, string>>;
}

/** Whether a rule is for an event. */
export const isFor = (rule: EventFilter, event: RoutedEvent): boolean =>
  rule.kinds.includes(event.kind) &&
  (rule.groupIds === null || (event.groupId !== null && rule.groupIds.includes(event.groupId))) &&
  Object.entries(rule.labels).every(([key, value]) => event.labels[key] === value);

/** Until when a message waits for more to join it; what comes alone goes at once. `since`: when its first event was taken in. */
export const readyAt = (kind: EventKind, since: number, now: number): number =>
  EVENT_RULES[kind].isOfMany ? Math.min(now + QUIET_MS, since + LONGEST_MS) : now;
