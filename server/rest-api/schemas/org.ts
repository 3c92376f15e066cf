import { z } from "zod";
import { ACTOR_KINDS } from "../../domain/audit-chain";
import { Labels, Time } from "./plain";

const RoleName = z.string().describe("owner, admin, editor or viewer.");

/** An org as its members see it, and the caller in it. */
export const Org = z.object({ id: z.string(), slug: z.string(), name: z.string(), role: RoleName }).meta({ id: "Organization" });

const GroupRole = z.object({ groupId: z.string(), groupName: z.string(), role: z.string().describe("editor, deployer or viewer.") });

/** Who belongs to an org. */
export const Member = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: RoleName,
    groupRoles: z.array(GroupRole).describe("On single runtime groups, in the place of the role on the organization."),
    createdAt: Time,
  })
  .meta({ id: "Member" });

/** The public half of a signing key. */
export const SigningKey = z.object({ id: z.string(), publicPem: z.string(), createdAt: Time }).meta({ id: "SigningKey" });

/** An access token without the token itself. */
export const AccessToken = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe("How it begins."),
    ownerName: z.string(),
    userId: z.string().nullable(),
    serviceAccountId: z.string().nullable(),
    state: z.enum(["valid", "expired", "revoked"]),
    abilities: z.array(z.string()).nullable().describe("Null: all that its owner has."),
    groupIds: z.array(z.string()).nullable().describe("Null: all runtime groups."),
    expiresAt: Time,
    warning: z.string().nullable().describe("That it ends soon."),
    lastUsedAt: Time.nullable().describe("To the minute."),
    revokedAt: Time.nullable(),
    createdAt: Time,
    createdBy: z.string(),
  })
  .meta({ id: "AccessToken" });

/** An object that is kept as text. */
const Fields = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.unknown()))
  .nullable();

/** What was done, by whom, to what. */
export const AuditEntry = z
  .object({
    id: z.string(),
    at: Time,
    actor: z.string(),
    actorKind: z.enum(ACTOR_KINDS),
    actorId: z.string().nullable(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
    action: z.string(),
    target: z.string(),
    groupId: z.string().nullable(),
    before: Fields.describe("The fields that changed, as they were; secrets masked."),
    after: Fields.describe("The same, as they became."),
    seq: z.int().nullable().describe("Its place in the organization's chain."),
  })
  .meta({ id: "AuditEntry" });

/** An instance whose group is gone. */
export const OrphanedInstance = z
  .object({
    id: z.string(),
    hostname: z.string(),
    deletedGroupId: z.string(),
    deletedGroupName: z.string().nullable().describe("Null: the activity of then is not kept any more."),
    lastSeenAt: Time.nullable(),
    orphanedAt: Time.describe("When its group was deleted."),
    archivedAt: Time.nullable(),
  })
  .meta({ id: "OrphanedInstance" });

/** A deleted runtime group whose instances are still known. */
export const DeletedGroup = z
  .object({
    id: z.string(),
    name: z.string().nullable().describe("Null: the activity of then is not kept any more."),
    deletedAt: Time,
    instances: z.int().describe("Archived ones too."),
  })
  .meta({ id: "DeletedGroup" });

/** A runtime group with its live config version and the counts of its instances by state. */
export const RuntimeGroup = z
  .object({
    id: z.string(),
    name: z.string(),
    description: z.string(),
    labels: Labels,
    pollIntervalSeconds: z.int(),
    keptVersions: z.int(),
    healsDrift: z.boolean().describe("Whether agents put back what was changed on a node by hand; else they report it alone."),
    archiveAfterDays: z.int().nullable().describe("So many days of silence archive an instance. Null: none is by itself."),
    createdAt: Time,
    updatedAt: Time,
    liveVersion: z.object({ number: z.int(), createdAt: Time, authorName: z.string() }).nullable(),
    instances: z.object({
      total: z.int(),
      connected: z.int(),
      runningLive: z.int().describe("They run the config version that is live, expected of them or not."),
      inSync: z.int().describe("They run what is expected of them."),
      pinned: z.int().describe("They run what they are pinned to, and would get another config version otherwise."),
      paused: z.int().describe("The same, of a pause of their updates."),
      pending: z.int(),
      rejected: z.int(),
      drifted: z.int(),
      notReady: z.int(),
    }),
    gatewayVersions: z.array(z.string()),
  })
  .meta({ id: "RuntimeGroup" });
