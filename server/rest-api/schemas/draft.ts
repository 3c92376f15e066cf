import { z } from "zod";
import { ChangeCounts, EntityDiff, EntityKey, FieldDiff, Finding, FleetFit, PublishGuard, Time } from "./plain";
import { Freeze } from "./freeze";

const VersionRef = z.object({ version: z.int(), authorName: z.string(), createdAt: Time }).nullable();
const Revision = z.int().describe("Of the draft; its ETag.");

/** One change of a draft by one person. */
export const DraftStep = z
  .object({
    revision: z.int(),
    at: Time,
    authorName: z.string(),
    title: z.string(),
    changeCount: z.int(),
    undoes: z.int().optional().describe("The revision of the step that it takes back."),
    isUndone: z.boolean(),
  })
  .meta({ id: "DraftStep" });

/** The draft of a group at a glance. */
export const Draft = z
  .object({
    revision: Revision,
    base: VersionRef,
    live: VersionRef,
    isBehind: z.boolean(),
    isChanged: z.boolean(),
    changes: ChangeCounts,
    counts: z.record(z.string(), z.int()),
    changedByKind: z.record(z.string(), ChangeCounts),
    lastStep: DraftStep.optional(),
  })
  .meta({ id: "Draft" });

/** What a change of the draft led to. */
export const DraftSaved = z.object({ revision: Revision, findings: z.array(Finding) }).meta({ id: "DraftSaved" });

/** The same for one entity. */
export const EntitySaved = z.object({ id: z.string(), revision: Revision, findings: z.array(Finding) }).meta({ id: "EntitySaved" });

/** An entity in a list. */
export const EntityRow = z
  .object({
    kind: z.string(),
    id: z.string(),
    label: z.string(),
    columns: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    tags: z.array(z.string()),
    isEnabled: z.boolean().nullable(),
    change: z.enum(["created", "changed"]).nullable(),
    parent: EntityKey.optional(),
  })
  .meta({ id: "EntityRow" });

const Entity = z
  .object({ kind: z.string(), id: z.string(), parent: EntityKey.optional(), fields: z.record(z.string(), z.unknown()).describe("Secrets are masked.") })
  .meta({ id: "Entity" });

/** An entity of the draft with what is around it. */
export const EntityView = z
  .object({
    revision: z.int(),
    stamp: z.string().describe("Of this entity; its ETag."),
    entity: Entity,
    label: z.string(),
    change: z.enum(["created", "changed"]).nullable(),
    before: Entity.optional(),
    references: z.array(z.object({ field: z.string(), kind: z.string(), id: z.string(), label: z.string() })),
    usedBy: z.array(z.object({ kind: z.string(), field: z.string(), count: z.int() })),
    findings: z.array(Finding),
    yaml: z.string(),
  })
  .meta({ id: "EntityView" });

const Named = z.object({ kind: z.string(), id: z.string(), label: z.string() });

/** What hangs on an entity. */
export const Dependents = z
  .object({
    deleted: z.array(Named).describe("What would go along, at most 100."),
    cleared: z.array(Named.extend({ field: z.string() })).describe("What would lose its reference, at most 100."),
    deletedCount: z.int().describe("confirmDependents."),
    clearedCount: z.int(),
  })
  .meta({ id: "Dependents" });

/** An entity that somebody else changed. */
export const DraftConflict = z
  .object({
    key: EntityKey,
    label: z.string(),
    authorName: z.string(),
    at: Time,
    title: z.string(),
    theirs: Entity.optional(),
    fields: z.array(FieldDiff).optional(),
  })
  .meta({ id: "DraftConflict" });

/** A finding with the nodes that it concerns. */
export const ReviewFinding = Finding.extend({
  gatewayVersions: z.array(z.string()),
  instances: z.array(z.object({ id: z.string(), hostname: z.string() })),
  instanceCount: z.int(),
}).meta({ id: "ReviewFinding" });

const Yaml = z.object({ before: z.string(), after: z.string(), isPartial: z.boolean() });

/** What publishing the draft would do. */
export const DraftReview = z
  .object({
    revision: Revision,
    base: VersionRef,
    live: VersionRef,
    isBehind: z.boolean(),
    conflicts: z.array(DraftConflict),
    moreConflicts: z.int(),
    counts: ChangeCounts,
    entityCount: z.int(),
    diff: z.array(EntityDiff),
    more: z.int().describe("How many more entities change."),
    findings: z.array(ReviewFinding),
    moreFindings: z.int(),
    checkedFor: z.array(z.object({ gatewayVersion: z.string(), instanceCount: z.int() })),
    fit: FleetFit,
    guard: PublishGuard,
    freeze: Freeze.nullable().describe("Null: publishing is not frozen now."),
    yaml: Yaml,
  })
  .meta({ id: "DraftReview" });

/** What taking files would change in the draft. */
export const ImportPreview = z
  .object({
    format: z.string(),
    revision: Revision,
    counts: ChangeCounts,
    entityCount: z.int(),
    diff: z.array(EntityDiff),
    more: z.int(),
    findings: z.array(Finding),
    notes: z.array(z.string()),
  })
  .meta({ id: "ImportPreview" });

/** What differs between two config versions, or one and the draft. */
export const Comparison = z.object({ counts: ChangeCounts, diff: z.array(EntityDiff), more: z.int(), yaml: Yaml }).meta({ id: "Comparison" });
