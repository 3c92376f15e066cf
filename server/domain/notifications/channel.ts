import { z } from "zod";
import { LabelsInput } from "../labels";
import { EVENT_KINDS } from "./event-kinds";

/** How a channel is spoken to: a webhook signed as Standard Webhooks say, an address that takes what Slack's does, or mail. */
export const CHANNEL_KINDS = ["webhook", "slack", "mail"] as const;
/** One of these kinds. */
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** What becomes of a message. */
export const DELIVERY_STATES = ["waiting", "delivered", "failed"] as const;

const MOST_ADDRESSES = 20;
const Name = z.string().trim().min(1, "Give it a name.").max(60, "A name has at most 60 characters.");
const Address = z
  .url({ protocol: /^https?$/, message: "Give a URL like https://hooks.example.com/signalbox." })
  .max(2000, "A URL has at most 2,000 characters.")
  .refine((text) => !/^https?:\/\/[^/]*@/.test(text), "Leave the name and password out of the URL; webhooks are signed.");
const Addresses = z
  .array(z.email("Give mail addresses, separated by commas."))
  .min(1, "Give a mail address at least.")
  .max(MOST_ADDRESSES, `At most ${MOST_ADDRESSES} addresses.`);

/** Where a channel leads: a URL, or mail addresses. */
export const ChannelTarget = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("webhook"), url: Address }),
  z.object({ kind: z.literal("slack"), url: Address }),
  z.object({ kind: z.literal("mail"), addresses: Addresses }),
]);
export type ChannelTarget = z.infer<typeof ChannelTarget>;

/** What is said of a new channel. */
export const NewChannel = z.object({ name: Name, target: ChannelTarget });
export type NewChannel = z.infer<typeof NewChannel>;

/** What may be changed of a channel: its kind stays. `target` absent: it stays, since nobody is shown it again. */
export const ChannelChange = z.object({ name: Name, target: ChannelTarget.optional() });
export type ChannelChange = z.infer<typeof ChannelChange>;

/** Which events go to a channel. `groupIds` null: of all groups, and of the org itself. */
export const RuleFields = z.object({
  channelId: z.uuid("Choose a channel."),
  kinds: z
    .array(z.enum(EVENT_KINDS))
    .min(1, "Choose an event at least.")
    .max(EVENT_KINDS.length)
    .transform((kinds) => [...new Set(kinds)]),
  groupIds: z.array(z.uuid()).min(1, "Choose a group at least.").max(200, "At most 200 groups.").nullable().default(null),
  labels: LabelsInput.default({}),
});
export type RuleFields = z.infer<typeof RuleFields>;

/** What people are shown of where a channel leads: the host of a URL, since the rest of it may be its secret; mail addresses whole. */
export function shownTarget(target: ChannelTarget): string {
  return target.kind === "mail" ? target.addresses.join(", ") : new URL(target.url).host;
}
