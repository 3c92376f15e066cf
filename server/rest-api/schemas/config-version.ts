import { z } from "zod";
import { ADOPTIONS } from "../../domain/adoption";
import { ReviewFinding } from "./draft";
import { Freeze } from "./freeze";
import { KongError } from "./instance";
import { ChangeCounts, CompatibilityCause, EntityDiff, FleetFit, Labels, PublishGuard, Time } from "./plain";

/** A config version without its document. */
export const ConfigVersion = z
  .object({
    number: z.int(),
    message: z.string(),
    authorName: z.string(),
    createdAt: Time,
    etag: z.string().describe("SHA-256 of the document that nodes are served."),
    entityCount: z.int(),
    sizeBytes: z.int(),
    createdCount: z.int().nullable(),
    changedCount: z.int().nullable(),
    deletedCount: z.int().nullable(),
    rolledBackTo: z.int().nullable(),
    tags: z.array(z.string()),
    isLive: z.boolean(),
    isKept: z.boolean().describe("Its document can still be read."),
    instances: z.int().describe("How many instances run it."),
  })
  .meta({ id: "ConfigVersion" });

/** A config version with its document. */
export const ConfigVersionDetail = ConfigVersion.extend({
  yaml: z.string().nullable().describe("Secrets masked; null: it is not kept any more."),
  isPartial: z.boolean().describe("The YAML is the beginning of a large document; export it for all."),
  counts: z.record(z.string(), z.int()),
}).meta({ id: "ConfigVersionDetail" });

/** The number that a publish made. */
export const Published = z.object({ number: z.int(), rolloutId: z.string().nullable().describe("Null: it goes to all at once.") }).meta({ id: "Published" });

/** What is to say about a document, and what publishing it would change. */
export const Checked = z
  .object({
    findings: z.array(ReviewFinding),
    entityCount: z.int(),
    change: z
      .object({
        against: z.int().nullable().describe("The config version that is live."),
        counts: ChangeCounts,
        diff: z.array(EntityDiff),
        more: z.int().describe("How many more entities change."),
        guard: PublishGuard,
      })
      .nullable()
      .describe("Against what is live; null: the document cannot be read."),
  })
  .meta({ id: "Checked" });

/** What rolling back would do. */
export const RollBackReview = z
  .object({
    against: z.int().nullable().describe("The config version that is live: seenLive."),
    counts: ChangeCounts.nullable(),
    guard: PublishGuard,
    freeze: Freeze.nullable().describe("Null: rolling back is not frozen now."),
    findings: z.array(ReviewFinding),
    moreFindings: z.int(),
    errorCount: z.int(),
    errorStamp: z.string().describe("Of the errors that are there: acknowledgedErrors."),
    checkedFor: z.array(z.object({ gatewayVersion: z.string(), instanceCount: z.int() })),
    fit: FleetFit,
  })
  .meta({ id: "RollBackReview" });

/** A configuration as a text. */
export const ConfigText = z.object({ text: z.string() }).meta({ id: "ConfigText" });

const AdoptionState = z.enum(ADOPTIONS).describe("What the instance is to the config version.");

/** An instance, and why it does or does not run a config version. */
export const VersionInstance = z
  .object({
    id: z.string(),
    hostname: z.string(),
    labels: Labels,
    gatewayVersion: z.string().nullable(),
    lastSeenAt: Time.nullable(),
    runningVersion: z.int().nullable(),
    expectedVersion: z.int().nullable(),
    adoption: AdoptionState,
    stage: z.int().nullable().describe("Of the rollout, from 1: the one that will reach it, where none has."),
    reason: z.string(),
    since: Time.nullable().describe("When it was offered, or refused."),
    errors: z.array(KongError).describe("What Kong named when it refused."),
    causes: z.array(CompatibilityCause).describe("Why its Kong would refuse it."),
  })
  .meta({ id: "VersionInstance" });

/** Who runs a config version, who does not, and why. */
export const Adoption = z
  .object({
    number: z.int(),
    isLive: z.boolean().describe("False: another one went live, and nobody is waited for."),
    isApplied: z
      .boolean()
      .describe("Every instance that counts runs it: those that are connected, not pinned or paused at another, and not revoked. Not so where all are away."),
    inSync: z.int(),
    pending: z.int().describe("Those that a later stage of the rollout reaches, and those that could not run it, are among them."),
    rejected: z.int(),
    drifted: z.int(),
    away: z.int().describe("Neither connected nor waited for."),
    adoptions: z.record(AdoptionState, z.int()).describe("How many instances are what to it; each is in one."),
    others: z
      .array(
        z.object({
          id: z.string(),
          hostname: z.string(),
          sync: z.enum(["pending", "rejected", "drifted"]),
          adoption: AdoptionState,
          reason: z.string(),
          runningVersion: z.int().nullable(),
          errors: z.array(KongError).describe("What Kong named."),
        }),
      )
      .describe("Those that count and do not run it: the worst first, at most 50."),
  })
  .meta({ id: "Adoption" });
