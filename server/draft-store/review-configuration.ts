import { type Configuration, type ConfigEntity, entityOf, type EntityChange } from "../domain/configuration/configuration";
import { changeKey, changesByKind, diffConfigurations, DOCUMENT_KIND } from "../domain/configuration/diff-configurations";
import { describeChange, type EntityDiff } from "../domain/configuration/entity-diff";
import { guardPublish } from "../domain/configuration/publish-guard";
import { maskDocument } from "../domain/configuration/secrets";
import { writeYaml } from "../domain/config-document/write-yaml";
import type { ChangeCounts, DraftReview } from "../domain/draft";
import type { SchemaSet } from "../domain/kong-schema/schema";
import { sizeOf } from "./draft-cache";
import { dependentsIn } from "./draft-state";
import { giveWay } from "./give-way";

/** What is shown of a diff at most. */
const MOST_DIFFS = 500;
/** A larger configuration is shown as YAML in the parts that change alone. */
const MOST_WHOLE = 1500;

/** How many entities the changes create, change and delete. */
export function countChanges(changes: Iterable<EntityChange>): ChangeCounts {
  const counts = { created: 0, changed: 0, deleted: 0 };
  for (const change of changes) {
    if (changeKey(change).kind === DOCUMENT_KIND) continue;
    counts[change.before ? (change.after ? "changed" : "deleted") : "created"] += 1;
  }
  return counts;
}

/** The entities of these changes alone, each at top level of its kind. */
function partOf(whole: Configuration, changes: readonly EntityChange[]): Configuration {
  const entities = new Map<string, Map<string, ConfigEntity>>();
  for (const change of changes) {
    const key = changeKey(change);
    const entity = entityOf(whole, key);
    if (!entity) continue;
    const ofKind = entities.get(key.kind) ?? new Map<string, ConfigEntity>();
    entities.set(key.kind, ofKind.set(key.id, entity));
  }
  return { ...whole, entities };
}

const yamlOf = (configuration: Configuration, schemas: SchemaSet): string => writeYaml(maskDocument(configuration, schemas));

/** Two configurations side by side, as a person reads them; holds no secret, and is bounded. */
export interface Comparison {
  counts: ChangeCounts;
  entityCount: number;
  diff: EntityDiff[];
  more: number;
  guard: DraftReview["guard"];
  yaml: DraftReview["yaml"];
}

/** As many changes as are shown, in their order: of each kind some, however many there are of another. */
function shownOf(changes: readonly EntityChange[]): readonly EntityChange[] {
  if (changes.length <= MOST_DIFFS) return changes;
  const shown = new Set<EntityChange>();
  const kinds = [...changesByKind(changes).values()].sort((a, b) => a.length - b.length);
  // What a small kind leaves of its share goes to the larger ones.
  kinds.forEach((ofKind, at) => ofKind.slice(0, Math.floor((MOST_DIFFS - shown.size) / (kinds.length - at))).forEach((change) => shown.add(change)));
  return changes.filter((change) => shown.has(change));
}

/** The changes told by entity and field, at most so many. */
export function describeChanges(
  changes: readonly EntityChange[],
  before: Configuration,
  after: Configuration,
  schemas: SchemaSet,
): Pick<Comparison, "diff" | "more"> {
  const sides = { before, after, dependentsBefore: dependentsIn(before), dependentsAfter: dependentsIn(after) };
  const shown = shownOf(changes);
  return { diff: shown.map((change) => describeChange(change, sides, schemas)), more: changes.length - shown.length };
}

/** What publishing `after` over `before` would do. */
export async function compareConfigurations(before: Configuration, after: Configuration, schemas: SchemaSet): Promise<Comparison> {
  const changes = diffConfigurations(before, after, schemas);
  await giveWay();
  const [countBefore, entityCount] = [sizeOf(before), sizeOf(after)];
  const isPartial = Math.max(countBefore, entityCount) > MOST_WHOLE;
  const shown = (whole: Configuration): string => yamlOf(isPartial ? partOf(whole, shownOf(changes)) : whole, schemas);
  return {
    counts: countChanges(changes),
    entityCount,
    guard: guardPublish(before, after),
    ...describeChanges(changes, before, after, schemas),
    yaml: {
      before: countBefore === 0 ? "" : shown(before),
      after: shown(after),
      isPartial,
    },
  };
}
