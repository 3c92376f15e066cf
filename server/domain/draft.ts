import { z } from "zod";
import type { Compatibility } from "./compatibility";
import type { Finding } from "./config-document/finding";
import type { ConfigEntity, EntityKey } from "./configuration/configuration";
import type { FieldDiff } from "./configuration/diff-fields";
import type { EntityDiff } from "./configuration/entity-diff";
import type { PublishGuard } from "./configuration/publish-guard";
import type { Freeze } from "./freeze/freeze-window";
import { bytesText, DocumentText, MOST_DOCUMENT_BYTES, MOST_DOCUMENT_MIB, MOST_ENTITY_BYTES } from "./size-limits";

const Kind = z.string().regex(/^[a-z0-9_]{1,60}$/, "This is no kind of entity.");
/** Kong's ids are UUIDs in either case. */
const EntityId = z.guid("An id is a UUID.");
/** The revision of a draft. */
export const Revision = z.number().int().min(0);
/** The identity of an entity, as pages name it. */
export const EntityKeyInput = z.object({ kind: Kind, id: EntityId });

/** What a page of a list of entities asks for. `of`: only those that refer to, or are nested in, that entity. `sort`: a column, `-column` descending. */
export const ListEntitiesInput = z.object({
  kind: Kind,
  search: z.string().max(200).optional(),
  tag: z.string().max(200).optional(),
  sort: z.string().max(60).optional(),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
  of: EntityKeyInput.optional(),
  /** Only those that the draft creates or changes. */
  onlyChanged: z.boolean().optional(),
});
export type ListEntitiesInput = z.infer<typeof ListEntitiesInput>;

/** What a reference picker asks for. */
export const PickInput = z.object({ kind: Kind, search: z.string().max(200).optional() });

/**
 * An entity as a form holds it. `id` absent: a new one. `parent`: what it is nested in. `revision`: of the draft, when the
 * form was filled, and `stamp` the entity's own mark then. `duplicateOf`: the entity from which secrets that were not typed anew are taken, but never unique ones.
 */
export const SaveEntityInput = z.object({
  kind: Kind,
  id: EntityId.optional(),
  parent: EntityKeyInput.optional(),
  fields: z.record(z.string(), z.unknown()),
  revision: Revision,
  stamp: z.string().max(100).optional(),
  duplicateOf: EntityId.optional(),
});
export type SaveEntityInput = z.infer<typeof SaveEntityInput>;

/** The same, as YAML. */
export const SaveEntityYamlInput = SaveEntityInput.omit({ fields: true }).extend({
  text: z.string().max(MOST_ENTITY_BYTES, `An entity has at most ${bytesText(MOST_ENTITY_BYTES)}.`),
});
export type SaveEntityYamlInput = z.infer<typeof SaveEntityYamlInput>;

/** Which entities to delete. `confirmDependents`: how many entities go along, as the page showed it; absent where none does. */
export const DeleteEntitiesInput = z.object({
  keys: z.array(EntityKeyInput).min(1).max(1000),
  revision: Revision,
  confirmDependents: z.number().int().min(0).optional(),
});
export type DeleteEntitiesInput = z.infer<typeof DeleteEntitiesInput>;

/** Which entities to enable or disable. */
export const SetEnabledInput = z.object({ keys: z.array(EntityKeyInput).min(1).max(1000), enabled: z.boolean(), revision: Revision });
export type SetEnabledInput = z.infer<typeof SetEnabledInput>;

/** The whole draft as YAML. */
export const SaveYamlInput = z.object({ text: DocumentText, revision: Revision });

/** A draft as of this revision; of an undo: the revision of the step. */
export const RevisionInput = z.object({ revision: Revision });

/** The number of what was live when its author looked, null: nothing. Absent: whatever is. */
export const SeenLive = z.number().int().min(1).nullable().optional();

const Keys = z.array(EntityKeyInput).max(10_000).optional();

/**
 * A draft that live moved away from is brought up to live. Of entities that both changed, those in `keep` stay as drafted and others
 * become what is live; or, where `take` is given instead, those in it become what is live and others stay.
 */
export const RebaseInput = RevisionInput.extend({
  keep: Keys,
  take: Keys,
  seenLive: SeenLive,
});
export type RebaseInput = z.infer<typeof RebaseInput>;

/** Files to import. `merge`: only entities that carry `tag` are replaced, or, without a tag, only those that the files name. */
export const ImportInput = z.object({
  files: z
    .array(z.object({ name: z.string().min(1).max(255), text: DocumentText }))
    .min(1, "Choose a file.")
    .max(100, "At most 100 files at once.")
    .refine((files) => files.reduce((sum, { text }) => sum + text.length, 0) <= MOST_DOCUMENT_BYTES, `Files have at most ${MOST_DOCUMENT_MIB} MiB together.`),
  mode: z.enum(["replace", "merge"]),
  tag: z.string().max(128).optional(),
});
export type ImportInput = z.infer<typeof ImportInput>;

/** A finding of an entity of the draft. `field`: where in the entity's fields; absent: the entity as a whole. */
export interface DraftFinding extends Finding {
  field?: (string | number)[];
}

/** How many entities a change creates, changes and deletes. */
export interface ChangeCounts {
  created: number;
  changed: number;
  deleted: number;
}

/** Who did what to a draft, and when. */
export interface DraftStep {
  revision: number;
  at: number;
  authorName: string;
  title: string;
  changeCount: number;
  /** The revision of the step that it takes back. */
  undoes?: number;
  isUndone: boolean;
}

/** The draft at a glance. */
export interface DraftSummary {
  revision: number;
  /** The config version that it began from; null: the group has none. */
  base: { version: number; authorName: string; createdAt: number } | null;
  live: { version: number; authorName: string; createdAt: number } | null;
  /** Another version went live since the draft began. */
  isBehind: boolean;
  /** What it began from cannot be read any more: nothing else is known of it, and it can only be discarded. */
  isBaseLost: boolean;
  isChanged: boolean;
  changes: ChangeCounts;
  counts: Record<string, number>;
  changedByKind: Record<string, ChangeCounts>;
  lastStep?: DraftStep;
}

/** What a cell of a list shows. */
export type CellValue = string | number | boolean | null;

/** A page of a list of entities. */
export interface EntityPage {
  /** In order; `label` comes first and is not among them. */
  columns: { name: string; title: string }[];
  rows: {
    kind: string;
    id: string;
    label: string;
    columns: Record<string, CellValue>;
    tags: string[];
    /** Null: the kind cannot be disabled. */
    isEnabled: boolean | null;
    change: "created" | "changed" | null;
    parent?: EntityKey;
  }[];
  total: number;
  page: number;
  pageSize: number;
  /** The tags in use among entities of the kind, by name; at most 200. */
  tags: string[];
  revision: number;
}

/** An entity with what is around it; its secrets masked. */
export interface EntityView {
  revision: number;
  /** Goes back with a save: who saw this very entity conflicts with nobody, whatever became of the draft meanwhile. */
  stamp: string;
  entity: ConfigEntity;
  label: string;
  change: "created" | "changed" | null;
  /** As it is in the base; absent: it is new there. */
  before?: ConfigEntity;
  references: { field: string; kind: string; id: string; label: string }[];
  usedBy: { kind: string; field: string; count: number }[];
  findings: DraftFinding[];
  yaml: string;
}

/** An entity as a picker shows it. */
export interface PickedEntity {
  id: string;
  label: string;
}

/** What hangs on entities: what would go along, and which fields would be emptied. Lists are bounded; the counts are not. */
export interface Dependents {
  deleted: (EntityKey & { label: string })[];
  cleared: (EntityKey & { label: string; field: string })[];
  deletedCount: number;
  clearedCount: number;
}

/** An entity that somebody else changed after the form was filled. */
export interface DraftConflict {
  key: EntityKey;
  label: string;
  authorName: string;
  at: number;
  /** What was done: "Changed route login". */
  title: string;
  /** As it is now, masked; absent: it was deleted. */
  theirs?: ConfigEntity;
  /** What they changed, field by field, masked; absent: not known any more. */
  fields?: FieldDiff[];
}

/** What became of a change to the draft. `conflict`: nothing was saved; `revision` is what a second try has to carry. */
export type DraftSaved =
  | { ok: true; revision: number; findings: DraftFinding[] }
  | { ok: false; reason: "findings"; findings: DraftFinding[] }
  | { ok: false; reason: "conflict"; revision: number; conflicts: DraftConflict[] };

/** The same for one entity, with its id. */
export type EntitySaved = Exclude<DraftSaved, { ok: true }> | (Extract<DraftSaved, { ok: true }> & { id: string });

/** What became of a deletion. `dependents`: `confirmDependents` was missing or is not the count any more. */
export type EntitiesDeleted = DraftSaved | { ok: false; reason: "dependents"; dependents: Dependents };

/** A finding with the nodes that it concerns. */
export interface ReviewFinding extends DraftFinding {
  /** Empty: it holds for any. */
  gatewayVersions: string[];
  /** At most 20. */
  instances: { id: string; hostname: string }[];
  instanceCount: number;
}

/** How a configuration fits the group's instances, revoked and archived ones left out. */
export interface FleetFit {
  instanceCount: number;
  /** How many could not run it. */
  incompatibleCount: number;
  /** Those by Gateway version and loaded plugins, each with the causes; at most 20. */
  incompatible: ({ gatewayVersion: string | null; instanceCount: number } & Pick<Compatibility, "causes" | "moreCauses">)[];
}

/** What publishing would do. */
export interface DraftReview {
  revision: number;
  base: DraftSummary["base"];
  live: DraftSummary["live"];
  isBehind: boolean;
  /** Where the draft is behind: entities that both changed. Publishing waits for `drafts.rebase`. */
  conflicts: DraftConflict[];
  /** How many more of these there are. */
  moreConflicts: number;
  counts: ChangeCounts;
  entityCount: number;
  /** Against what is live; at most 500 entities. */
  diff: EntityDiff[];
  /** How many more entities change. */
  more: number;
  findings: ReviewFinding[];
  /** How many more findings there are. */
  moreFindings: number;
  /** What it was checked against. An empty list: no instance has told its version, and the catalog's served. */
  checkedFor: { gatewayVersion: string; instanceCount: number }[];
  fit: FleetFit;
  guard: PublishGuard;
  /** Null: publishing is not frozen now. */
  freeze: Freeze | null;
  /** Masked; only the entities that change where the whole is large, which `isPartial` says. */
  yaml: { before: string; after: string; isPartial: boolean };
}

/** What an import would do to the draft. */
export interface ImportPreview {
  /** As people call it: "decK file, format 3.0". */
  format: string;
  revision: number;
  counts: ChangeCounts;
  entityCount: number;
  diff: EntityDiff[];
  more: number;
  findings: DraftFinding[];
  /** What was read otherwise than written, or left out. */
  notes: string[];
}
