import { z } from "zod";
import { INSTANCE_STATES } from "../../domain/instance-state";

/** A moment, as every answer tells it. */
export const Time = z.int().describe("Milliseconds since 1970.");

/** Labels as they are stored. */
export const Labels = z.record(z.string(), z.string());

/** How many entities a change creates, changes and deletes. */
export const ChangeCounts = z.object({ created: z.int(), changed: z.int(), deleted: z.int() }).meta({ id: "ChangeCounts" });

const Path = z.array(z.union([z.string(), z.number()]));

/** One thing to say about a document or an entity. */
export const Finding = z
  .object({
    severity: z.enum(["error", "warning"]).describe("An error forbids publishing; a warning does not."),
    message: z.string(),
    cure: z.string(),
    path: Path.describe("Where in the document; empty: it, or the entity, as a whole."),
    field: Path.optional().describe("Where in the entity's fields."),
    entity: z.object({ kind: z.string(), name: z.string().optional(), id: z.string().optional() }).optional(),
    line: z.int().optional().describe("From 1."),
    column: z.int().optional(),
  })
  .meta({ id: "Finding" });

/** The identity of an entity. */
export const EntityKey = z.object({ kind: z.string().describe("Kong's name of the collection: routes."), id: z.string() }).meta({ id: "EntityKey" });

/** One value that differs. */
export const FieldDiff = z
  .object({ path: Path, before: z.unknown().optional(), after: z.unknown().optional(), isSecret: z.boolean().describe("Its values are masked.") })
  .meta({ id: "FieldDiff" });

/** One entity that differs. */
export const EntityDiff = z
  .object({
    key: EntityKey,
    label: z.string(),
    labelBefore: z.string().optional(),
    change: z.enum(["created", "changed", "deleted", "renamed"]),
    fields: z.array(FieldDiff),
  })
  .meta({ id: "EntityDiff" });

/** What publishing asks for when much would go. */
export const PublishGuard = z
  .union([
    z.object({ kind: z.literal("none") }),
    z.object({ kind: z.enum(["empty", "mass_delete", "unreadable"]), count: z.int().describe("How many entities go: confirmCount.") }),
  ])
  .meta({ id: "PublishGuard" });

/** Why a node cannot run a config version, or not as written, and what helps. */
export const CompatibilityCause = z
  .object({
    message: z.string(),
    cure: z.string(),
    lacks: z.string().optional().describe("The plugin that is not loaded, where it is that."),
    entity: z.object({ kind: z.string(), id: z.string().optional(), name: z.string().optional() }).optional().describe("What asks for it."),
  })
  .meta({ id: "CompatibilityCause" });

const Causes = { causes: z.array(CompatibilityCause).describe("At most ten."), moreCauses: z.int() };

/** Whether an instance can run the config version that is expected of it. */
export const Compatibility = z.object({ state: z.enum(INSTANCE_STATES.compatibility), ...Causes }).meta({ id: "Compatibility" });

/** How a configuration fits the group's instances. */
export const FleetFit = z
  .object({
    instanceCount: z.int(),
    incompatibleCount: z.int().describe("How many could not run it."),
    incompatible: z
      .array(z.object({ gatewayVersion: z.string().nullable(), instanceCount: z.int(), ...Causes }))
      .describe("By Gateway version and loaded plugins, the most instances first, at most 20."),
  })
  .meta({ id: "FleetFit" });

/** The same of a config version. */
export const VersionFit = FleetFit.extend({ number: z.int().nullable().describe("The config version; null: nothing is published.") }).meta({
  id: "VersionFit",
});
