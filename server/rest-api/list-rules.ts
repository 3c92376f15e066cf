import { isMap } from "../domain/config-document/finding";

/** A page of a list, and the place where the next one begins; absent: it is the last one. */
export interface Page {
  items: unknown[];
  next?: string;
}

/** How a procedure's answer becomes pages. A place is a text that only the rule reads; undefined: the beginning. */
export interface ListRule {
  /** The members of the procedure's input that say which page; callers give a cursor and a limit in their place. */
  members: string[];
  /** What a place looks like; a cursor that says something else is refused, or who sends a broken one would walk in a circle. */
  place: RegExp;
  /** What the procedure is asked for. */
  ask: (place: string | undefined, limit: number) => Record<string, unknown>;
  page: (answer: unknown, place: string | undefined, limit: number) => Page;
}

const rowsIn = (answer: unknown): unknown[] => (Array.isArray(answer) ? answer : []);
const textOf = (row: unknown, key: string): string => (isMap(row) ? String(row[key]) : "");

/**
 * Pages of a list that the procedure gives whole. A place is the key of the last row that was told, so that rows that come at the
 * beginning shift nothing; where that row is gone, its former position serves.
 */
export const wholeList = (key: string): ListRule => ({
  members: [],
  place: /^\d+ ./,
  ask: () => ({}),
  page(answer, place, limit) {
    const rows = rowsIn(answer);
    const [position = "0", ...last] = (place ?? "").split(" ");
    const known = place === undefined ? -1 : rows.findIndex((row) => textOf(row, key) === last.join(" "));
    const start = known >= 0 ? known + 1 : Number(position) || 0;
    const items = rows.slice(start, start + limit);
    const end = start + items.length;
    return end < rows.length ? { items, next: `${end} ${textOf(items.at(-1), key)}` } : { items };
  },
});

/** Pages that the procedure cuts by number; a place is the number and the size that the walk began with. */
export const numberedList = (rows: string, size: string): ListRule => {
  const read = (place: string | undefined, limit: number) => {
    const [page = 1, pageSize = limit] = place?.split(" ").map(Number) ?? [];
    return { page, pageSize };
  };
  return {
    members: ["page", size],
    place: /^[1-9]\d* [1-9]\d*$/,
    ask(place, limit) {
      const { page, pageSize } = read(place, limit);
      return { page, [size]: pageSize };
    },
    page(answer, place, limit) {
      const { page, pageSize } = read(place, limit);
      const { [rows]: found, total } = isMap(answer) ? answer : {};
      const isPast = (page - 1) * pageSize >= Number(total);
      const items = isPast ? [] : rowsIn(found);
      return page * pageSize < Number(total) ? { items, next: `${page + 1} ${pageSize}` } : { items };
    },
  };
};

/** Pages that the procedure cuts behind a row; a place is the id that it gave as `next`. */
export const walkedList = (): ListRule => ({
  members: ["after", "limit"],
  place: /^[0-9a-f-]{36}$/,
  ask: (place, limit) => ({ limit, ...(place === undefined ? {} : { after: place }) }),
  page(answer) {
    const { rows, next } = isMap(answer) ? answer : {};
    return { items: rowsIn(rows), ...(typeof next === "string" ? { next } : {}) };
  },
});

/** Pages that the procedure cuts before a row, newest first; a place is the key of the last row that was told. */
export const datedList = (rows: string, key: string, size: string): ListRule => ({
  members: ["before", "page", size],
  place: /^\d{1,15}$/,
  ask: (place, limit) => ({ [size]: limit, ...(place === undefined ? {} : { before: Number(place) }) }),
  page(answer) {
    const { [rows]: found, total } = isMap(answer) ? answer : {};
    const items = rowsIn(found);
    return Number(total) > items.length ? { items, next: textOf(items.at(-1), key) } : { items };
  },
});
