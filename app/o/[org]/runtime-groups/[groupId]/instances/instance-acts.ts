import type { GroupAbility } from "@/server/domain/ability";

/** What is done to instances, one or many: who may, what its dialog says, and the words once it is done. */
interface Act {
  label: string;
  ability: GroupAbility;
  /** What will happen. */
  explanation: string;
  /** As in "3 instances pinned." */
  done: string;
  isDanger?: boolean;
}

export const ACTS = {
  sync: {
    label: "Sync now",
    ability: "config.publish",
    explanation: "Kong is given the expected config once more, also where it runs it already or has rejected it. Waiting instances are told at once.",
    done: "asked to sync",
  },
  pin: {
    label: "Pin to a config version",
    ability: "config.publish",
    explanation: "Held at this config version, whatever is published or rolled out, until unpinned.",
    done: "pinned",
  },
  unpin: { label: "Unpin", ability: "config.publish", explanation: "The next poll gives what the group expects of each.", done: "unpinned" },
  pause: {
    label: "Pause updates",
    ability: "config.publish",
    explanation: "Held at what is expected of each now, until resumed. Kong keeps serving, and drift is still dealt with.",
    done: "paused",
  },
  resume: { label: "Resume updates", ability: "config.publish", explanation: "The next poll gives what the group expects of each.", done: "resumed" },
  label: {
    label: "Change labels",
    ability: "instance.write",
    explanation: "Pins by label and the stages of a rollout go by labels. Enrolling again gives the labels of the token and the agent.",
    done: "labelled",
  },
  rotate: {
    label: "Rotate credential",
    ability: "instance.write",
    explanation: "Each gets a new credential with its next poll. The old one is good until the new one is used, so nothing is cut off.",
    done: "asked to change the credential",
  },
  archive: {
    label: "Archive",
    ability: "instance.revoke",
    explanation:
      "Refused (403) from the next request on: no more config; Kong keeps serving what it runs. Listed under Archived, back only by enrolling again.",
    done: "archived",
    isDanger: true,
  },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
export const ACT_NAMES = ["sync", "pin", "unpin", "pause", "resume", "label", "rotate", "archive"] as const satisfies readonly ActName[];

/** Which instances are meant: some by id, or all that the list finds. */
export type Choice = { instanceIds: string[] } | { matching: { q: string; filters: Record<string, string> } };
