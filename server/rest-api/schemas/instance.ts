import { z } from "zod";
import { INSTANCE_STATES } from "../../domain/instance-state";
import { Compatibility, Labels, Time } from "./plain";

/** The four states of an instance. */
const InstanceState = z
  .object({
    connection: z.enum(INSTANCE_STATES.connection),
    sync: z.enum(INSTANCE_STATES.sync),
    readiness: z.enum(INSTANCE_STATES.readiness),
    compatibility: z.enum(INSTANCE_STATES.compatibility),
  })
  .meta({ id: "InstanceState" });

/** A runtime instance as lists show it. */
export const RuntimeInstance = z
  .object({
    id: z.string(),
    hostname: z.string(),
    address: z.string().nullable(),
    labels: Labels,
    gatewayVersion: z.string().nullable(),
    agentVersion: z.string().nullable(),
    firstSeenAt: Time,
    lastSeenAt: Time.nullable(),
    runningVersion: z.int().nullable().describe("The number of the config version that it runs."),
    isRevoked: z.boolean(),
    isEphemeral: z.boolean(),
    state: InstanceState,
    compatibility: Compatibility,
  })
  .meta({ id: "RuntimeInstance" });

/** One fault that Kong named. */
export const KongError = z
  .object({
    entityType: z.string().nullable(),
    entityName: z.string().nullable(),
    entityId: z.string().nullable(),
    path: z.array(z.union([z.string(), z.number()])).optional(),
    field: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: "KongError" });

/** A runtime instance with the node's own error and its apply timeline. */
export const RuntimeInstanceDetail = RuntimeInstance.extend({
  expectedVersion: z.int().nullable(),
  pinnedVersion: z.int().nullable().describe("The config version that it is pinned to by itself; pins by label are apart."),
  pinNote: z.string().nullable(),
  pausedVersion: z.int().nullable().describe("What was expected of it when its updates were paused. Null: they are not."),
  syncRequestedAt: Time.nullable().describe("When it was asked to take its config once more; null once that was offered."),
  rotationRequestedAt: Time.nullable().describe("When it was asked to change its credential; null once it has."),
  credentialIssuedAt: Time.nullable().describe("Null: before this was kept."),
  archivedAt: Time.nullable(),
  plugins: z.array(z.string()),
  timeline: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["offered", "applied", "rejected", "drift"]),
      versionNumber: z.int().nullable(),
      kongStatus: z.int().nullable(),
      at: Time,
      tookMs: z.int().nullable().describe("From the offer to the outcome, as Signalbox saw it."),
      fetchMs: z.int().nullable().describe("How long the agent took to fetch the document, as it told; so with the next two."),
      verifyMs: z.int().nullable(),
      applyMs: z.int().nullable().describe("Until its Kong had answered."),
    }),
  ),
  rejected: z
    .object({
      versionNumber: z.int().nullable(),
      kongStatus: z.int(),
      body: z.string().describe("Kong's own words, secrets masked."),
      at: Time,
      errors: z.array(KongError),
    })
    .nullable(),
}).meta({ id: "RuntimeInstanceDetail" });

/** An enrollment token without the token itself. */
export const EnrollmentToken = z
  .object({
    id: z.string(),
    state: z.enum(["revoked", "expired", "used up", "valid"]),
    expiresAt: Time,
    maxUses: z.int().nullable().describe("Null: unlimited."),
    uses: z.int(),
    labels: Labels,
    isEphemeral: z.boolean(),
    revokedAt: Time.nullable(),
    createdAt: Time,
    createdBy: z.string(),
  })
  .meta({ id: "EnrollmentToken" });

/** An enrollment token at its making, the only time that it is shown. */
export const NewEnrollmentToken = z
  .object({ id: z.string(), enrollmentToken: z.string().describe("Shown once."), expiresAt: Time, maxUses: z.int().nullable() })
  .meta({ id: "NewEnrollmentToken" });

/** What to run on a node, with the enrollment token in it. */
export const Setup = z
  .object({
    blocks: z.array(z.object({ id: z.string(), title: z.string(), explanation: z.string(), language: z.enum(["sh", "yaml"]), code: z.string() })),
    settings: z.array(z.object({ name: z.string(), value: z.string(), meaning: z.string() })),
    isUnreachable: z.boolean(),
    enrollmentToken: z.string().describe("Shown once."),
    madeAt: Time,
    instanceId: z.string().nullable(),
    expiresAt: Time,
    maxUses: z.int().nullable(),
  })
  .meta({ id: "Setup" });

/** What became of a change of instances. */
export const ChangeOutcome = z
  .object({
    changed: z.int().describe("How many are another now."),
    unchanged: z.int().describe("How many were found that were so already, or cannot be."),
  })
  .meta({ id: "ChangeOutcome" });

/** An instance that was put away. */
export const ArchivedInstance = z
  .object({ id: z.string(), hostname: z.string(), labels: Labels, gatewayVersion: z.string().nullable(), lastSeenAt: Time.nullable(), archivedAt: Time })
  .meta({ id: "ArchivedInstance" });

/** A pin by label. */
export const SelectorPin = z
  .object({
    id: z.string(),
    selector: Labels,
    versionNumber: z.int(),
    note: z.string(),
    createdBy: z.string(),
    createdAt: Time,
    instances: z.int().describe("How many instances have these labels now."),
  })
  .meta({ id: "SelectorPin" });
