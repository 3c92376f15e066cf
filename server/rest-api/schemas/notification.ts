import { z } from "zod";
import { CHANNEL_KINDS, DELIVERY_STATES } from "../../domain/notifications/channel";
import { ATTENTION_KINDS } from "../../domain/notifications/attention";
import { EVENT_KINDS } from "../../domain/notifications/event-kinds";
import { Labels, Time } from "./plain";

/** Something that needs attention now. */
export const Condition = z
  .object({
    id: z.string(),
    kind: z.enum(ATTENTION_KINDS),
    tone: z.enum(["danger", "warn"]),
    text: z.string().describe("The cause, in words."),
    groupId: z.string().nullable().describe("Null: of the organization itself."),
    groupName: z.string().nullable(),
    subject: z
      .object({ kind: z.enum(["instance", "token", "certificates", "ca_certificates", "rollout"]), id: z.string() })
      .nullable()
      .describe("What it is about. Null: several of one group."),
    count: z.int().describe("How many it is about."),
    since: Time,
  })
  .meta({ id: "Condition" });

/** A channel, without what it is signed with and without the secret parts of where it leads. */
export const Channel = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    leadsTo: z.string().describe("The host of its URL, or its mail addresses."),
    disabledBecause: z.string().nullable().describe("Null: it is not disabled."),
    oldSecretUntil: Time.nullable().describe("Until then messages are signed with the earlier secret too."),
    queue: z.object({
      waiting: z.int(),
      attempts: z.int().describe("Of the message at the head of the line; above 0: it failed so often."),
      nextTryAt: Time.nullable(),
      lastFault: z.string().nullable(),
    }),
    createdAt: Time,
    createdBy: z.string(),
  })
  .meta({ id: "Channel" });

/** A channel that was just made. */
export const NewChannel = z
  .object({ id: z.string(), secret: z.string().nullable().describe("What its webhooks are signed with; told this once. Null: its kind is not signed.") })
  .meta({ id: "NewChannel" });

/** What a receiver proves webhooks with from now on. */
export const NewSecret = z.object({ secret: z.string().describe("Told this once."), oldSecretUntil: Time }).meta({ id: "NewSecret" });

/** What came of a test. */
export const TestOutcome = z
  .object({
    ok: z.boolean(),
    status: z.int().nullable().describe("The HTTP status. Null: there was none."),
    fault: z.string().nullable(),
    answer: z.string().describe("The beginning of what was answered."),
    milliseconds: z.number(),
  })
  .meta({ id: "TestOutcome" });

/** Which events go to a channel. */
export const NotificationRule = z
  .object({
    id: z.string(),
    channelId: z.string(),
    kinds: z.array(z.enum(EVENT_KINDS)),
    groupIds: z.array(z.string()).nullable().describe("Null: of all runtime groups, and of the organization itself."),
    labels: Labels.describe("The instance, or else its group, has all of these."),
    createdAt: Time,
  })
  .meta({ id: "NotificationRule" });

/** A message to a channel. */
export const Delivery = z
  .object({
    seq: z.int(),
    id: z.string().describe("What receivers know it by: webhook-id."),
    channelId: z.string(),
    channelName: z.string(),
    kind: z.enum(EVENT_KINDS),
    text: z.string(),
    count: z.int().describe("How many events it tells."),
    state: z.enum(DELIVERY_STATES),
    attempts: z.int(),
    nextTryAt: Time.nullable().describe("Null: it waits no more."),
    lastStatus: z.int().nullable().describe("The HTTP status of the last try. Null: there was none."),
    lastFault: z.string().nullable(),
    lastTriedAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "Delivery" });
