import Link from "next/link";
import type { ListState } from "@/server/domain/list-rows";
import { listQuery } from "./list-state";

/** A column's name as a link that sorts by it, and turns the order round when it is sorted already. */
export function SortHead({ state, column, children }: { state: ListState; column: string; children: string }) {
  const isUp = state.sort === column;
  const isDown = state.sort === `-${column}`;
  return (
    <th scope="col" className="font-medium whitespace-nowrap" aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}>
      <Link
        href={listQuery(state, { sort: isUp ? `-${column}` : column })}
        scroll={false}
        prefetch={false}
        className={`underline-offset-2 hover:underline ${isUp || isDown ? "text-ink" : ""}`}
      >
        {children}
        <span aria-hidden="true" className="inline-block w-3 text-center">
          {isUp ? "↑" : isDown ? "↓" : ""}
        </span>
      </Link>
    </th>
  );
}

/** Links to the page before and after, where there are any, and how many rows there are. */
export function Pager({ state, pages, total, noun }: { state: ListState; pages: number; total: number; noun: string }) {
  const page = Math.min(state.page, pages);
  const link = "rounded-md border border-line bg-raised px-3 py-1.5 text-ink hover:bg-hover";
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-3 text-muted">
      <span>
        {total} {total === 1 ? noun : noun.replace(/y$/, "ie") + "s"}
        {pages > 1 && `, page ${page} of ${pages}`}
      </span>
      {page > 1 && (
        <Link className={link} href={listQuery(state, { page: page - 1 })}>
          Previous
        </Link>
      )}
      {page < pages && (
        <Link className={link} href={listQuery(state, { page: page + 1 })}>
          Next
        </Link>
      )}
    </nav>
  );
}
