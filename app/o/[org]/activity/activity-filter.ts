import { type Outcome, OUTCOMES } from "@/server/domain/action-text";
import { ACTOR_KINDS, type ActorKind } from "@/server/domain/audit-chain";
import type { ListState } from "@/server/domain/list-rows";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 24 * 60 * 60_000;

/** What of the activity is asked for, as the procedures take it. */
export interface ActivityFilter {
  text?: string;
  groupId?: string;
  actorKind?: ActorKind;
  outcome?: Outcome;
  since?: number;
  until?: number;
}

/** The names of the filters in the URL. */
export const ACTIVITY_FILTERS = ["group", "who", "outcome", "from", "to"] as const;

function dayOf(text: string | undefined): number | undefined {
  const at = text && DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return at >= 0 ? at : undefined;
}

/** Reads the filter from a list's state; what makes no sense filters nothing. Days are UTC's, the last one included. */
export function activityFilterOf({ q, filters }: Pick<ListState, "q" | "filters">): ActivityFilter {
  const { group = "", who, outcome, from, to } = filters;
  const lastDay = dayOf(to);
  return {
    text: q || undefined,
    groupId: UUID.test(group) ? group : undefined,
    actorKind: ACTOR_KINDS.find((kind) => kind === who),
    outcome: OUTCOMES.find((each) => each === outcome),
    since: dayOf(from),
    until: lastDay === undefined ? undefined : lastDay + DAY_MS,
  };
}
