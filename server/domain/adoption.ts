import type { InstanceState } from "./instance-state";
import { expectedVersion, type GroupTarget, isReached, type Placement, pinOf, stageOf } from "./rollout/expected-version";

/** What an instance is to one config version, from well to bad; each is in exactly one of these. */
export const ADOPTIONS = [
  "runs it",
  /** Another config version is expected of it, since another is live. */
  "superseded",
  /** Its credential is revoked: it takes nothing more. */
  "revoked",
  "never connected",
  /** Held back by a pin, or by a pause of its updates. */
  "pinned",
  "paused",
  /** It was not heard of for so long that nothing can be said, and nobody waits for it. */
  "away",
  /** A later stage of the rollout reaches it. */
  "not reached",
  /** It is to take it, and was not heard of with an answer. */
  "pending",
  /** It took it, or was to take it, and somebody changed its config on the node. */
  "drifted",
  /** It is to take it and has not, and its Kong would refuse it. */
  "incompatible",
  /** Its Kong refused it. */
  "rejected",
] as const;
/** One of these. */
export type Adoption = (typeof ADOPTIONS)[number];

/** Those that are asked to run the config version and are there to do so. The others do not count for whether all do. */
export const COUNTING = ["runs it", "pending", "not reached", "rejected", "incompatible", "drifted"] as const satisfies readonly Adoption[];

/** What is known of an instance. Times in milliseconds. */
export interface AdoptionFacts extends Placement {
  isRevoked: boolean;
  lastSeenAt: number | null;
  runningEtag: string | null;
  rejectedEtag: string | null;
  driftedAt: number | null;
}

/** A config version, and what its group asks of its instances. */
export interface AdoptionQuestion {
  number: number;
  etag: string;
  target: GroupTarget;
  /** The etag of each config version: the same document under another number is as good. */
  etagOf: ReadonlyMap<number, string>;
}

/** What an instance is to the config version, with what its reason is told by. */
export interface Adopted {
  adoption: Adoption;
  /** Null: nothing is. */
  expectedVersion: number | null;
  /** "not reached" alone: the stage that will reach it, from 1. */
  stage: number | null;
}

/** Why another config version is expected of an instance. */
function whyAnother({ number, target }: AdoptionQuestion, facts: AdoptionFacts): Pick<Adopted, "adoption" | "stage"> {
  if (pinOf(target, facts) !== null) return { adoption: "pinned", stage: null };
  if (facts.pausedVersion !== null) return { adoption: "paused", stage: null };
  const { rollout, liveVersion } = target;
  return liveVersion === number && rollout?.toVersion === number && !isReached(rollout, facts)
    ? { adoption: "not reached", stage: stageOf(rollout, facts) + 1 }
    : { adoption: "superseded", stage: null };
}

/**
 * Why an instance does or does not run a config version. What it told decides first, then what is expected of it, and then
 * whether it can be heard of and could run it.
 */
export function adoptionOf(
  facts: AdoptionFacts,
  { connection, compatibility }: Pick<InstanceState, "connection" | "compatibility">,
  question: AdoptionQuestion,
): Adopted {
  const expected = expectedVersion(question.target, facts);
  const is = (adoption: Adoption): Adopted => ({ adoption, expectedVersion: expected, stage: null });
  if (facts.isRevoked) return is("revoked");
  if (facts.lastSeenAt === null) return is("never connected");
  const isAway = connection === "disconnected";
  const runs = facts.runningEtag === question.etag;
  const isExpected = expected !== null && question.etagOf.get(expected) === question.etag;
  if (!isExpected && !runs) return { ...is("superseded"), ...whyAnother(question, facts) };
  if (isAway) return is("away");
  if (facts.rejectedEtag === question.etag) return is("rejected");
  if (facts.driftedAt !== null) return is("drifted");
  if (runs) return is("runs it");
  return is(compatibility === "incompatible" ? "incompatible" : "pending");
}

/** What a reason is told by. */
export interface AdoptionReason extends Adopted {
  runningVersion: number | null;
  /** When it was offered last. Null: it was not, or that is not known. */
  offeredAt: number | null;
  /** When it was last heard of. */
  lastSeenAt: number | null;
  isReady: boolean | null;
  /** Why its Kong would refuse it, or did. */
  cause: string | null;
  rollout: Pick<NonNullable<GroupTarget["rollout"]>, "state" | "stages"> | null;
}

const named = (version: number | null): string => (version === null ? "nothing that Signalbox published" : `v${version}`);
const STANDSTILLS: Partial<Record<NonNullable<GroupTarget["rollout"]>["state"], string>> = {
  paused: ", which is paused",
  halted: ", which is halted",
  abandoned: ", which was abandoned",
};

/** A poll and what it is offered are noted within this. */
const NOTED_TOGETHER_MS = 1000;

/** Why it does not run it so far, as far as that is known. */
function pendingReason({ offeredAt, lastSeenAt, runningVersion, isReady }: AdoptionReason): string {
  if (offeredAt === null) return "Not offered yet: it has not asked since.";
  if (lastSeenAt === null || lastSeenAt <= offeredAt + NOTED_TOGETHER_MS) return "Offered, and not heard of since.";
  return isReady === false && runningVersion === null
    ? "Offered; its agent has been heard of since, but its Kong runs nothing and is not ready."
    : "Offered; it has been heard of since, and does not run it.";
}

/** The reason in a sentence, without times: those stand beside it. */
export function adoptionReason(told: AdoptionReason): string {
  const { adoption, expectedVersion: expected, stage, runningVersion, cause, rollout } = told;
  switch (adoption) {
    case "runs it":
      return expected === null || expected === runningVersion ? "Runs it." : `Runs it; v${expected} is expected of it.`;
    case "pending":
      return pendingReason(told);
    case "not reached":
      return `Stage ${stage} of ${rollout?.stages.length ?? stage} of the rollout reaches it${(rollout && STANDSTILLS[rollout.state]) ?? ""}.`;
    case "rejected":
      return cause ?? "Its Kong refused it.";
    case "incompatible":
      return cause ?? "Its Kong would refuse it.";
    case "drifted":
      return "Its config was changed on the node itself.";
    case "pinned":
      return `Pinned to v${expected}.`;
    case "paused":
      return `Its updates are paused at v${expected}.`;
    case "superseded":
      return expected === null ? "Nothing is expected of it." : `v${expected} is expected of it.`;
    case "away":
      return `Away; ran ${named(runningVersion)} when it was last heard of.`;
    case "never connected":
      return "Enrolled, and never asked for its config.";
    case "revoked":
      return "Its credential is revoked: it takes no more config.";
  }
}
