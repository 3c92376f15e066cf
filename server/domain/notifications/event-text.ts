import type { ConditionKind, EventDetail, EventKind } from "./event-kinds";

const DAY_MS = 24 * 60 * 60_000;
/** So many names are told; of the others how many they are. */
const MOST_NAMES = 10;

/** What of an event makes its sentence. */
export interface ToldEvent {
  kind: EventKind;
  instanceName: string | null;
  detail: EventDetail;
  at: number;
}

/** "expires within 7 days" of what ends then, as seen at `now`. */
function endText(until: number, now: number): string {
  const days = Math.ceil((until - now) / DAY_MS);
  if (until <= now) return "has expired";
  return days <= 1 ? "expires within a day" : `expires within ${days} days`;
}

const versionText = (version: string | number | undefined): string => (version === undefined ? "a config version" : `v${version}`);

/** What was the matter, as in "is well again after …". */
const WAS: Record<ConditionKind, string> = {
  rejected: "it rejected a config version",
  offline: "it was disconnected",
  stale: "it missed three polls",
  notReady: "it was not ready",
  drifted: "its config was changed on the node itself",
  certificateExpiring: "a certificate was to expire",
  tokenExpiring: "a token was to expire",
};

type Text = (name: string, detail: EventDetail, at: number) => string;

/** The sentence of one event; `name` is the instance's. */
const ONE: Record<EventKind, Text> = {
  rejected: (name, { version }) => `${name} rejected ${versionText(version)}`,
  offline: (name) => `${name} is disconnected`,
  stale: (name) => `${name} missed three polls`,
  notReady: (name) => `${name} is not ready to take traffic`,
  drifted: (name) => `the config of ${name} was changed on the node itself`,
  certificateExpiring: (_, { name, of, until = 0 }, at) =>
    `the ${of === "ca_certificates" ? "CA certificate" : "certificate"} ${name ?? ""} ${endText(Number(until), at)}`,
  tokenExpiring: (_, { what = "token", name, until = 0 }, at) => `the ${what} ${name ?? ""} ${endText(Number(until), at)}`,
  recovered: (name, { from }) => `${name} is well again: ${WAS[from as ConditionKind] ?? "it was not"}`, // safe because any other key finds nothing
  published: (_, { by, version, message }) => `${by ?? "somebody"} published ${versionText(version)}${message ? `: ${message}` : ""}`,
  rolledBack: (_, { by, version, to }) => `${by ?? "somebody"} rolled back: ${versionText(version)} has what ${versionText(to)} had`,
  rolloutHalted: (_, { version, reason }) => `the rollout of ${versionText(version)} halted${reason ? `: ${reason}` : ""}`,
  freezeOverridden: (_, { by, reason }) => `${by ?? "somebody"} overrode a freeze${reason ? `: ${reason}` : ""}`,
};

/** The sentence of several of one kind, before their names. */
const MANY: Record<EventKind, (count: number) => string> = {
  rejected: (count) => `${count} instances rejected a config version`,
  offline: (count) => `${count} instances are disconnected`,
  stale: (count) => `${count} instances missed three polls`,
  notReady: (count) => `${count} instances are not ready to take traffic`,
  drifted: (count) => `on ${count} instances the config was changed on the node itself`,
  certificateExpiring: (count) => `${count} certificates expire`,
  tokenExpiring: (count) => `${count} tokens expire`,
  recovered: (count) => `${count} instances are well again`,
  published: (count) => `${count} config versions were published`,
  rolledBack: (count) => `${count} times a config version was rolled back`,
  rolloutHalted: (count) => `${count} rollouts halted`,
  freezeOverridden: (count) => `${count} times a freeze was overridden`,
};

/** The sentence of one event, without its group. */
export const eventText = ({ kind, instanceName, detail, at }: ToldEvent): string => ONE[kind](instanceName ?? "an instance", detail, at);

/** What several of one kind have in common, without names: "500 instances are disconnected". */
export const countedText = (kind: EventKind, count: number): string => MANY[kind](count);

const nameOf = ({ instanceName, detail }: ToldEvent): string => instanceName ?? String(detail.name ?? "");

/** How many events there are, which may be more than those at hand, and how many instances they are of: one that comes and goes is one. */
export interface ToldCounts {
  count: number;
  subjects: number;
}

/** What a message tells of events of one kind and group, in a line: of how many instances they are, and the first names. */
export function messageText(told: readonly ToldEvent[], { count, subjects }: ToldCounts, groupName: string | null): string {
  const [first] = told;
  if (!first) return "";
  const where = groupName === null ? "" : `${groupName}: `;
  if (subjects === 1) return `${where}${eventText(first)}${count > 1 ? ` (${count} times)` : ""}`;
  const names = [...new Set(told.map(nameOf))].filter(Boolean).slice(0, MOST_NAMES);
  const others = subjects - names.length;
  const list = names.length === 0 ? "" : `: ${names.join(", ")}${others > 0 ? ` and ${others} more` : ""}`;
  return `${where}${countedText(first.kind, subjects)}${list}`;
}
