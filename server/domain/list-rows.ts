import { z } from "zod";

/** What a list is asked for: the search, the sorted column (`-name` descending), the page from 1, and a value for some states. */
export const ListState = z.object({
  q: z.string().max(200).default(""),
  sort: z.string().max(50).default(""),
  page: z.number().int().positive().default(1),
  filters: z.record(z.string().max(50), z.string().max(50)).default({}),
});
export type ListState = z.infer<typeof ListState>;

const PAGE_ROWS = 50;

/** What a list can be asked about its rows. */
export interface ListColumns<Row> {
  /** What the search looks in. */
  textOf: (row: Row) => string;
  /** What each column sorts by. */
  sortBy: Record<string, (row: Row) => string | number>;
  /** What rows that sort alike are ordered by; absent: as they came. */
  tieBy?: (row: Row) => string;
  /** What each filter compares with. */
  filterBy?: Record<string, (row: Row) => string>;
}

/** A page of a list: its rows, how many rows were found and on how many pages, and out of how many. */
export interface ListPage<Row> {
  shown: Row[];
  total: number;
  pages: number;
  outOf: number;
}

/** The rows that the state asks for, out of all, which may come a part at a time. */
export interface ListReader<Row> {
  add(rows: Row[]): void;
  page(): ListPage<Row>;
}

type Key = string | number;
const compare = (left: Key, right: Key): number =>
  typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right));

/** Whether the search and the filters leave a row. Every word of the search must be in the row's text; a filter that does not exist lets all through. */
export function rowFinder<Row>(
  { q, filters }: Pick<ListState, "q" | "filters">,
  { textOf, filterBy = {} }: Pick<ListColumns<Row>, "textOf" | "filterBy">,
): (row: Row) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.entries(filters).filter(([name]) => Object.hasOwn(filterBy, name));
  return (row) => {
    if (!wanted.every(([name, value]) => filterBy[name]?.(row) === value)) return false;
    if (words.length === 0) return true;
    const text = textOf(row).toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

/**
 * Reads the page that the state asks for, and keeps no row beyond it. A column that does not exist sorts nothing.
 */
export function readList<Row>(state: ListState, { textOf, sortBy, tieBy = () => "", filterBy = {} }: ListColumns<Row>): ListReader<Row> {
  const isFound = rowFinder(state, { textOf, filterBy });
  const isDescending = state.sort.startsWith("-");
  const column = isDescending ? state.sort.slice(1) : state.sort;
  const keyOf = Object.hasOwn(sortBy, column) ? sortBy[column] : undefined;
  const order = (a: { key: Key; row: Row }, b: { key: Key; row: Row }) =>
    (isDescending ? compare(b.key, a.key) : compare(a.key, b.key)) || compare(tieBy(a.row), tieBy(b.row));

  let kept: { key: Key; row: Row }[] = [];
  let [total, outOf] = [0, 0];
  return {
    add(rows) {
      const found = rows.filter(isFound).map((row) => ({ key: keyOf?.(row) ?? "", row }));
      outOf += rows.length;
      total += found.length;
      kept = [...kept, ...found];
      if (keyOf) kept.sort(order);
      // Where the page asked for is past the end, this keeps all, and so the last page.
      kept.length = Math.min(kept.length, state.page * PAGE_ROWS);
    },
    page() {
      const pages = Math.max(1, Math.ceil(total / PAGE_ROWS));
      const from = (Math.min(state.page, pages) - 1) * PAGE_ROWS;
      return { shown: kept.slice(from, from + PAGE_ROWS).map(({ row }) => row), total, pages, outOf };
    },
  };
}

/** The page of a list whose rows are all at hand. */
export function listRows<Row>(rows: Row[], state: ListState, columns: ListColumns<Row>): ListPage<Row> {
  const list = readList(state, columns);
  list.add(rows);
  return list.page();
}
