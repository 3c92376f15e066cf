/** What a list's URL says: the search, the sorted column (`-name` descending), and the page from 1. */
export interface ListState {
  q: string;
  sort: string;
  page: number;
}

type SearchParams = Record<string, string | string[] | undefined>;

const PAGE_ROWS = 50;
const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value : "");

/** Reads a list's state from its URL; what makes no sense becomes the default. */
export function listStateOf(params: SearchParams, defaultSort: string): ListState {
  const page = Number(textOf(params.page));
  return { q: textOf(params.q).slice(0, 200), sort: textOf(params.sort) || defaultSort, page: Number.isInteger(page) && page > 0 ? page : 1 };
}

/** The query string of a changed state. A new search or order starts at the first page. */
export function listQuery(state: ListState, change: Partial<ListState>): string {
  const next = { ...state, page: 1, ...change };
  const query = new URLSearchParams({ sort: next.sort });
  if (next.q) query.set("q", next.q);
  if (next.page > 1) query.set("page", String(next.page));
  return `?${query}`;
}

/**
 * The rows that the state asks for. Every word of the search must be in the row's text; rows that sort alike keep their
 * order. A column that does not exist sorts nothing.
 */
export function listRows<Row>(
  rows: Row[],
  state: ListState,
  textOfRow: (row: Row) => string,
  columns: Record<string, (row: Row) => string | number>,
): { shown: Row[]; total: number; pages: number } {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => words.every((word) => textOfRow(row).toLowerCase().includes(word)));
  const isDescending = state.sort.startsWith("-");
  const column = isDescending ? state.sort.slice(1) : state.sort;
  const keyOf = Object.hasOwn(columns, column) ? columns[column] : undefined;
  if (keyOf) {
    found.sort((a, b) => {
      const [left, right] = [keyOf(a), keyOf(b)];
      const order = typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right));
      return isDescending ? -order : order;
    });
  }
  const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS));
  const from = (Math.min(state.page, pages) - 1) * PAGE_ROWS;
  return { shown: found.slice(from, from + PAGE_ROWS), total: found.length, pages };
}
