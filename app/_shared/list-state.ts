/** What a list's URL says: the search, the sorted column (`-name` descending), the page from 1, and a value for some states. */
export interface ListState {
  q: string;
  sort: string;
  page: number;
  filters: Record<string, string>;
}

type SearchParams = Record<string, string | string[] | undefined>;

const PAGE_ROWS = 50;
const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value : "");

/** Reads a list's state from its URL; what makes no sense becomes the default. `filterNames`: the states one may filter by. */
export function listStateOf(params: SearchParams, defaultSort: string, filterNames: readonly string[] = []): ListState {
  const page = Number(textOf(params.page));
  const filters = Object.fromEntries(filterNames.map((name) => [name, textOf(params[name])]).filter(([, value]) => value));
  return { q: textOf(params.q).slice(0, 200), sort: textOf(params.sort) || defaultSort, page: Number.isInteger(page) && page > 0 ? page : 1, filters };
}

/** The query string of a changed state. A new search, filter or order starts at the first page. */
export function listQuery(state: ListState, change: Partial<ListState>): string {
  const next = { ...state, page: 1, ...change };
  const query = new URLSearchParams({ sort: next.sort });
  if (next.q) query.set("q", next.q);
  for (const [name, value] of Object.entries(next.filters)) if (value) query.set(name, value);
  if (next.page > 1) query.set("page", String(next.page));
  return `?${query}`;
}

/** What a list can be asked about its rows. */
export interface ListColumns<Row> {
  /** What the search looks in. */
  textOf: (row: Row) => string;
  /** What each column sorts by. */
  sortBy: Record<string, (row: Row) => string | number>;
  /** What each filter compares with. */
  filterBy?: Record<string, (row: Row) => string>;
}

/**
 * The rows that the state asks for. Every word of the search must be in the row's text; rows that sort alike keep their
 * order. A column that does not exist sorts nothing, a filter that does not exist lets all through.
 */
export function listRows<Row>(rows: Row[], state: ListState, { textOf: textOfRow, sortBy, filterBy = {} }: ListColumns<Row>): { shown: Row[]; total: number; pages: number } {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = Object.entries(state.filters).filter(([name]) => Object.hasOwn(filterBy, name));
  const found = rows.filter((row) => wanted.every(([name, value]) => filterBy[name]?.(row) === value) && words.every((word) => textOfRow(row).toLowerCase().includes(word)));
  const isDescending = state.sort.startsWith("-");
  const column = isDescending ? state.sort.slice(1) : state.sort;
  const keyOf = Object.hasOwn(sortBy, column) ? sortBy[column] : undefined;
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
