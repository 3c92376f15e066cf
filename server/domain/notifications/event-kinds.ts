/** What an event is about, how grave it is, and whether many come at once, so that they wait a moment for each other to be one message. */
interface EventRule {
  /** As a rule and a list name it. */
  text: string;
  tone: "danger" | "warn" | "info";
  isOfMany: boolean;
}

/** Every kind of event that people are told of. The first seven are conditions too: they last, and end. */
export const EVENT_RULES = {
  rejected: { text: "A node rejected a config version", tone: "danger", isOfMany: true },
  offline: { text: "An instance is disconnected", tone: "danger", isOfMany: true },
  stale: { text: "An instance missed three polls", tone: "warn", isOfMany: true },
  notReady: { text: "An instance is not ready to take traffic", tone: "warn", isOfMany: true },
  drifted: { text: "A config was changed on the node itself", tone: "warn", isOfMany: true },
  certificateExpiring: { text: "A certificate of a live config version expires", tone: "warn", isOfMany: true },
  tokenExpiring: { text: "An enrollment or access token expires", tone: "warn", isOfMany: true },
  recovered: { text: "An instance is well again", tone: "info", isOfMany: true },
  published: { text: "A config version was published", tone: "info", isOfMany: false },
  rolledBack: { text: "A group was rolled back", tone: "warn", isOfMany: false },
  rolloutHalted: { text: "A rollout halted", tone: "danger", isOfMany: false },
  freezeOverridden: { text: "A freeze was overridden", tone: "warn", isOfMany: false },
} as const satisfies Record<string, EventRule>;

/** A kind of event. */
export type EventKind = keyof typeof EVENT_RULES;

/** The kinds of events. */
export const EVENT_KINDS = Object.keys(EVENT_RULES) as [EventKind, ...EventKind[]]; // safe because these are its own keys

/** The kinds of what lasts: such a thing is open until it is over, and is what needs attention. */
export const CONDITION_KINDS = ["rejected", "offline", "stale", "notReady", "drifted", "certificateExpiring", "tokenExpiring"] as const satisfies EventKind[];
/** One of these kinds. */
export type ConditionKind = (typeof CONDITION_KINDS)[number];

/** What an event tells besides its kind: names, numbers, words, and never a secret. */
export type EventDetail = Readonly<Record<string, string | number>>;
