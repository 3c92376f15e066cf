import { z } from "zod";
import { datedList, wholeList } from "../list-rules";
import { listing, operation, silent } from "../operation";
import { Channel, Condition, Delivery, NewChannel, NewSecret, NotificationRule, TestOutcome } from "../schemas/notification";

const ORG = "/orgs/{org}";

/** What needs attention. */
export const CONDITION_OPERATIONS = [
  listing({
    id: "listConditions",
    tag: "Conditions",
    path: `${ORG}/conditions`,
    summary: "What needs attention in the organization, gravest first; many of one kind in one group are one row",
    procedure: "conditions.list",
    output: Condition,
    list: wholeList("id"),
  }),
  listing({
    id: "listConditionsOfGroup",
    tag: "Conditions",
    path: `${ORG}/runtime-groups/{groupId}/conditions`,
    summary: "What needs attention in the runtime group, gravest first",
    procedure: "conditions.listOfGroup",
    output: Condition,
    list: wholeList("id"),
  }),
];

const CHANNEL = `${ORG}/channels/{channelId}`;
const RULE = `${ORG}/notification-rules/{ruleId}`;
const notifications = { tag: "Notifications" } as const;
const Id = z.object({ id: z.string() });

/** Where people are told of events. */
export const CHANNEL_OPERATIONS = [
  listing({
    ...notifications,
    id: "listChannels",
    path: `${ORG}/channels`,
    summary: "Where people are told, by name",
    procedure: "notifications.listChannels",
    output: Channel,
    list: wholeList("id"),
  }),
  operation({
    ...notifications,
    id: "createChannel",
    method: "POST",
    path: `${ORG}/channels`,
    summary: "Add a channel; the secret that its webhooks are signed with is told this once",
    procedure: "notifications.createChannel",
    status: 201,
    output: NewChannel,
    tellsSecret: true,
  }),
  silent({
    ...notifications,
    id: "updateChannel",
    method: "PUT",
    path: CHANNEL,
    summary: "Rename a channel, or lead it elsewhere",
    procedure: "notifications.updateChannel",
  }),
  silent({
    ...notifications,
    id: "deleteChannel",
    method: "DELETE",
    path: CHANNEL,
    summary: "Remove a channel with its rules",
    procedure: "notifications.deleteChannel",
  }),
  silent({
    ...notifications,
    id: "setChannelEnabled",
    method: "POST",
    path: `${CHANNEL}/enabled`,
    summary: "Disable a channel, or enable it again",
    procedure: "notifications.setEnabled",
  }),
  operation({
    ...notifications,
    id: "rotateChannelSecret",
    method: "POST",
    path: `${CHANNEL}/rotate-secret`,
    summary: "Make another secret, told this once; the earlier one signs too for a day",
    procedure: "notifications.rotateSecret",
    output: NewSecret,
    tellsSecret: true,
  }),
  operation({
    ...notifications,
    id: "testChannel",
    method: "POST",
    path: `${CHANNEL}/test`,
    summary: "Send a test message now, and tell what came of it",
    procedure: "notifications.test",
    output: TestOutcome,
  }),
];

/** Which events people are told of, and what was sent. */
export const RULE_OPERATIONS = [
  listing({
    ...notifications,
    id: "listNotificationRules",
    path: `${ORG}/notification-rules`,
    summary: "Which events go to which channel",
    procedure: "notifications.listRules",
    output: NotificationRule,
    list: wholeList("id"),
  }),
  operation({
    ...notifications,
    id: "createNotificationRule",
    method: "POST",
    path: `${ORG}/notification-rules`,
    summary: "Add a rule",
    procedure: "notifications.createRule",
    status: 201,
    output: Id,
  }),
  silent({
    ...notifications,
    id: "updateNotificationRule",
    method: "PUT",
    path: RULE,
    summary: "Change what a rule is for",
    procedure: "notifications.updateRule",
  }),
  silent({ ...notifications, id: "deleteNotificationRule", method: "DELETE", path: RULE, summary: "Remove a rule", procedure: "notifications.deleteRule" }),
  listing({
    ...notifications,
    id: "listDeliveries",
    path: `${ORG}/deliveries`,
    summary: "What was sent and what waits, newest first",
    procedure: "notifications.listDeliveries",
    output: Delivery,
    list: datedList("rows", "seq", "pageSize"),
  }),
  silent({
    ...notifications,
    id: "resendDelivery",
    method: "POST",
    path: `${ORG}/deliveries/{deliveryId}/resend`,
    summary: "Send a message again, at the end of its channel's line",
    procedure: "notifications.resend",
  }),
];
