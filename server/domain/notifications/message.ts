import type { EventKind } from "./event-kinds";
import { messageText, type ToldCounts, type ToldEvent } from "./event-text";

/** So many events stand in a webhook's message whole; `count` says how many there are. */
export const MOST_TOLD = 100;

/** An event as a message tells it. */
export interface MessageEvent extends ToldEvent {
  seq: number;
  instanceId: string | null;
}

/** What goes to a channel: events of one kind and group, or a test. */
export interface Message extends ToldCounts {
  kind: EventKind | "test";
  org: { slug: string; name: string };
  group: { id: string; name: string } | null;
  /** The page that shows it. */
  url: string;
  /** The first of them, in order. */
  events: MessageEvent[];
  /** When the newest happened. */
  at: number;
}

/** The line that people read. */
export function lineOf(message: Message): string {
  const { kind, org, group, events } = message;
  if (kind === "test") return `This is a test from Signalbox, of the organization ${org.name}.`;
  return messageText(events, message, group?.name ?? null);
}

/** The body of a webhook, as Standard Webhooks lay it out: type, timestamp, data. */
export function webhookBody(message: Message): string {
  const { kind, org, group, url, events, count, at } = message;
  return JSON.stringify({
    type: kind,
    timestamp: new Date(at).toISOString(),
    data: {
      text: lineOf(message),
      organization: org.slug,
      runtimeGroup: group,
      url,
      count,
      events: events.map(({ seq, at: eventAt, instanceId, instanceName, detail }) => ({
        seq,
        at: new Date(eventAt).toISOString(),
        instance: instanceId === null ? null : { id: instanceId, name: instanceName },
        detail,
      })),
    },
  });
}

/** What Slack, and what takes the same, reads as text: the three characters that it gives a meaning are written so that they have none. */
export function slackBody(message: Message): string {
  const plain = (text: string) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return JSON.stringify({ text: `${plain(lineOf(message))}\n<${plain(message.url)}|Open in Signalbox>` });
}

const LONGEST_SUBJECT = 120;

/** The subject and the text of a mail. */
export function mailOf(message: Message): { subject: string; text: string } {
  const line = lineOf(message);
  const subject = line.length > LONGEST_SUBJECT ? `${line.slice(0, LONGEST_SUBJECT - 1)}…` : line;
  return { subject: `[${message.org.name}] ${subject}`, text: `${line}\n\n${message.url}\n` };
}
