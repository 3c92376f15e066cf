import { isMap } from "../domain/config-document/finding";
import type { ProcedurePath } from "./operation";

/** What can be changed by others between a look and a change, with how it is read, tagged, and told to the verb. */
export interface Seen {
  procedure: ProcedurePath;
  /** The members of the input that name it. */
  of: string[];
  tagOf: (answer: unknown) => string | undefined;
  /** The members of the procedure's input that it gives; a caller does not. */
  gives: string[];
  /** What the verb is told of it. */
  give: (answer: unknown) => Record<string, unknown>;
  /** False: a request without `If-Match` is served as well. */
  isRequired: boolean;
  /** The verb cannot go without it: a request that does not say what was seen goes by what is there now. */
  isNeeded: boolean;
}

const member = (answer: unknown, key: string): unknown => (isMap(answer) ? answer[key] : undefined);
const tagged = (value: unknown): string | undefined => (typeof value === "string" || typeof value === "number" ? `"${value}"` : undefined);

/** The tag of anything that carries a revision: the draft's, a rollout's. */
export const revisionTag = (answer: unknown): string | undefined => tagged(member(answer, "revision"));
/** The tag of what carries a stamp: an entity, a saved strategy. */
export const stampTag = (answer: unknown): string | undefined => tagged(member(answer, "stamp"));
const liveIn = (group: unknown): unknown => member(member(group, "liveVersion"), "number") ?? null;
/** The tag of a group: of its fields and of what is live there. */
export const groupTag = (answer: unknown): string | undefined =>
  tagged(isMap(answer) ? `${String(answer["updatedAt"])}.${String(liveIn(answer) ?? 0)}` : undefined);

const GROUP = ["org", "groupId"];

/** The draft of a group, by its revision. */
export const draftSeen = (isRequired: boolean): Seen => ({
  procedure: "drafts.get",
  of: GROUP,
  tagOf: revisionTag,
  gives: ["revision"],
  give: (answer) => ({ revision: member(answer, "revision") }),
  isRequired,
  isNeeded: true,
});

/** A rollout, by its revision. */
export const ROLLOUT_SEEN: Seen = {
  procedure: "rollouts.get",
  of: [...GROUP, "rolloutId"],
  tagOf: revisionTag,
  gives: ["revision"],
  give: (answer) => ({ revision: member(answer, "revision") }),
  isRequired: false,
  isNeeded: false,
};

/** How publishes of a group go out, by its stamp. */
export const STRATEGY_SEEN: Seen = {
  procedure: "rollouts.getStrategy",
  of: GROUP,
  tagOf: stampTag,
  gives: ["seenStamp"],
  give: (answer) => ({ seenStamp: member(answer, "stamp") }),
  isRequired: true,
  isNeeded: false,
};

/** One entity of the draft, by its stamp. */
export const ENTITY_SEEN: Seen = {
  procedure: "drafts.getEntity",
  of: [...GROUP, "kind", "id"],
  tagOf: stampTag,
  gives: ["revision", "stamp"],
  give: (answer) => ({ revision: member(answer, "revision"), stamp: member(answer, "stamp") }),
  isRequired: true,
  isNeeded: true,
};

/** A group, by its fields and by what is live. */
export const groupSeen = (isRequired: boolean): Seen => ({
  procedure: "runtimeGroups.get",
  of: GROUP,
  tagOf: groupTag,
  gives: ["seenLive"],
  give: (answer) => ({ seenLive: liveIn(answer) }),
  isRequired,
  isNeeded: false,
});

/** The same, for a change of the fields themselves. */
export const GROUP_FIELDS_SEEN: Seen = {
  ...groupSeen(true),
  gives: ["seenUpdatedAt"],
  give: (answer) => ({ seenUpdatedAt: member(answer, "updatedAt") }),
};
