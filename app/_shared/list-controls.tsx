import Link from "next/link";
import { type ListState, listQuery } from "./list-state";

/** A search box that keeps its words in the URL; works without JavaScript. */
export function ListSearch({ state, label }: { state: ListState; label: string }) {
  return (
    <form role="search" className="flex gap-2">
      <input type="hidden" name="sort" value={state.sort} />
      <input name="q" type="search" defaultValue={state.q} aria-label={label} placeholder={label} className="min-h-9 w-full max-w-sm rounded-md border border-line bg-raised px-3" />
      <button className="min-h-9 rounded-md border border-line bg-raised px-3">Search</button>
    </form>
  );
}

/** A column's name as a link that sorts by it, and turns the order round when it is sorted already. */
export function SortHead({ state, column, children }: { state: ListState; column: string; children: string }) {
  const isUp = state.sort === column;
  const isDown = state.sort === `-${column}`;
  return (
    <th scope="col" className="font-medium" aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}>
      <Link href={listQuery(state, { sort: isUp ? `-${column}` : column })} className="whitespace-nowrap underline-offset-2 hover:underline">
        {children}<span aria-hidden="true">{isUp ? " ↑" : isDown ? " ↓" : ""}</span>
      </Link>
    </th>
  );
}

/** Links to the page before and after, where there are any, and how many rows there are. */
export function Pager({ state, pages, total, noun }: { state: ListState; pages: number; total: number; noun: string }) {
  const page = Math.min(state.page, pages);
  return (
    <nav aria-label="Pages" className="flex items-center gap-4 text-muted">
      <span>{total} {total === 1 ? noun : `${noun}s`}{pages > 1 && `, page ${page} of ${pages}`}</span>
      {page > 1 && <Link className="text-accent underline" href={listQuery(state, { page: page - 1 })}>Previous</Link>}
      {page < pages && <Link className="text-accent underline" href={listQuery(state, { page: page + 1 })}>Next</Link>}
    </nav>
  );
}
