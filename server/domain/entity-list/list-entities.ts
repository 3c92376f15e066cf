import type { EntityKey } from "../configuration/configuration";
import { keyText } from "../configuration/write-document";
import type { CellValue, EntityPage, ListEntitiesInput } from "../draft";
import type { IndexedEntity, KindIndex } from "./kind-index";
import { type CellLookup, columnsOf, isEnabled } from "./list-columns";

const MOST_TAGS = 200;

/**
 * Finds entities of a kind by words, all of which have to be in what is known of it, and by tag. `around`: what else is read as
 * its own, such as the name of a plugin's route.
 */
export function findEntities(
  index: KindIndex,
  { search = "", tag }: { search?: string | undefined; tag?: string | undefined },
  around: (indexed: IndexedEntity) => string,
): readonly IndexedEntity[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && tag === undefined) return index.byLabel;
  return index.byLabel.filter((each) => {
    if (tag !== undefined && !each.tags.includes(tag)) return false;
    const missing = words.filter((word) => !each.text.includes(word));
    if (missing.length === 0) return true;
    const more = around(each).toLowerCase();
    return missing.every((word) => more.includes(word));
  });
}

function compareCells(left: CellValue, right: CellValue): number {
  if (left === right) return 0;
  // What is empty comes last, whichever way the rest goes.
  if (left === null || right === null) return left === null ? 1 : -1;
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [a, b] = [String(left).toLowerCase(), String(right).toLowerCase()];
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(found: readonly IndexedEntity[], sort: string | undefined, kind: string, lookup: CellLookup): readonly IndexedEntity[] {
  if (sort === "-label") return found.toReversed();
  const isDescending = sort?.startsWith("-") === true;
  const column = columnsOf(kind).find(({ name }) => name === (isDescending ? sort?.slice(1) : sort));
  if (!column) return found;
  const cells = found.map((each) => ({ each, cell: column.cell(each.entity, lookup) }));
  const way = isDescending ? -1 : 1;
  // A stable sort: what is alike stays in the order of labels.
  cells.sort((a, b) => (a.cell === null || b.cell === null ? compareCells(a.cell, b.cell) : way * compareCells(a.cell, b.cell)));
  return cells.map(({ each }) => each);
}

/** What a list reads beside the index of its kind. */
export interface ListSource {
  index: KindIndex;
  lookup: CellLookup;
  around: (indexed: IndexedEntity) => string;
  changeOf: (key: EntityKey) => "created" | "changed" | null;
  revision: number;
}

/** The labels of a page's rows; those that are alike, such as of a plugin that is set twice for a route, with the beginning of the id. */
function rowLabels(rows: readonly IndexedEntity[], { labelOf }: CellLookup): string[] {
  const labels = rows.map(({ entity }) => labelOf(entity));
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.map((label, at) => ((counts.get(label) ?? 0) > 1 ? `${label} (${rows[at]?.entity.id.slice(0, 8)}…)` : label));
}

/** The page of the kind's list that was asked for; one past the end is the last. */
export function listEntityPage({ index, lookup, around, changeOf, revision }: ListSource, asked: ListEntitiesInput): EntityPage {
  const { kind, of, pageSize, onlyChanged = false } = asked;
  const members = of && new Set((index.dependents.get(keyText(of)) ?? []).map(({ entity }) => entity.id));
  const matching = findEntities(index, asked, around);
  const isAsked = ({ entity }: IndexedEntity): boolean => (!members || members.has(entity.id)) && (!onlyChanged || changeOf(entity) !== null);
  const found = members || onlyChanged ? matching.filter(isAsked) : matching;
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(asked.page, pages);
  const shown = sorted(found, asked.sort, kind, lookup).slice((page - 1) * pageSize, page * pageSize);
  const labels = rowLabels(shown, lookup);
  return {
    columns: columnsOf(kind).map(({ name, title }) => ({
      name,
      title,
    })),
    rows: shown.map(({ entity, tags }, at) => ({
      kind,
      id: entity.id,
      label: labels[at] ?? entity.id,
      tags: [...tags],
      isEnabled: isEnabled(entity),
      change: changeOf(entity),
      columns: Object.fromEntries(columnsOf(kind).map(({ name, cell }) => [name, cell(entity, lookup)])),
      ...(entity.parent ? { parent: entity.parent } : {}),
    })),
    total: found.length,
    page,
    pageSize,
    revision,
    tags: [...index.tags.keys()].sort().slice(0, MOST_TAGS),
  };
}
