import type { ChannelKind } from "@/server/domain/notifications/channel";

/** What each kind of channel is called, and what it asks for. */
export const KIND_TEXT: Record<ChannelKind, { name: string; target: string; placeholder: string; hint: string }> = {
  webhook: {
    name: "Webhook",
    target: "URL",
    placeholder: "https://hooks.example.com/signalbox",
    hint: "Gets JSON by POST, signed as Standard Webhooks say.",
  },
  slack: {
    name: "Slack, or what takes the same",
    target: "URL",
    placeholder: "https://hooks.slack.com/services/…",
    hint: "The address of an incoming webhook of Slack, Mattermost, Discord (/slack) or the like.",
  },
  mail: {
    name: "Mail",
    target: "Addresses",
    placeholder: "ops@example.com, on-call@example.com",
    hint: "Separated by commas.",
  },
};
