import type { ListState } from "@/server/domain/list-rows";

type SearchParams = Record<string, string | string[] | undefined>;

const textOf = (value: string | string[] | undefined): string => (typeof value === "string" ? value : "");
const shortTextOf = (value: string | string[] | undefined): string => textOf(value).slice(0, 50);

/** Reads a list's state from its URL; what makes no sense becomes the default. `filterNames`: the states one may filter by. */
export function listStateOf(params: SearchParams, defaultSort: string, filterNames: readonly string[] = []): ListState {
  const page = Number(textOf(params.page));
  const filters = Object.fromEntries(filterNames.map((name) => [name, shortTextOf(params[name])]).filter(([, value]) => value));
  return { q: textOf(params.q).slice(0, 200), sort: shortTextOf(params.sort) || defaultSort, page: Number.isSafeInteger(page) && page > 0 ? page : 1, filters };
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
