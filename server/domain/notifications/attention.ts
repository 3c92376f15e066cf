import { CONDITION_KINDS } from "./event-kinds";

/** What may need attention, gravest first among those of one tone: rollouts that wait for a person, and what lasts. */
export const ATTENTION_KINDS = ["rolloutHalted", "approvalAwaited", ...CONDITION_KINDS] as const;

/** What needs attention: one thing, or, where they are many, all of one kind in one group. */
export interface Attention {
  id: string;
  kind: (typeof ATTENTION_KINDS)[number];
  tone: "danger" | "warn";
  /** The cause, in words. */
  text: string;
  groupId: string | null;
  groupName: string | null;
  /** The one that it is about. Null: several are. */
  subject: { kind: "instance" | "token" | "certificates" | "ca_certificates" | "rollout"; id: string } | null;
  count: number;
  /** Since when; of several the oldest. */
  since: number;
}
