import { expect, it } from "vitest";
import { listQuery, listStateOf } from "@/app/_shared/list-state";
import { listRows, readList } from "@/server/domain/list-rows";

const rows = Array.from({ length: 120 }, (_, index) => ({ name: `node-${String(index).padStart(3, "0")}`, seen: 1000 - index }));
const columns = { name: (row: (typeof rows)[number]) => row.name, seen: (row: (typeof rows)[number]) => row.seen };
const view = (params: Record<string, string>) =>
  listRows(rows, listStateOf(params, "name", ["half"]), {
    textOf: (row) => row.name,
    sortBy: columns,
    filterBy: { half: (row) => (row.seen > 940 ? "new" : "old") },
  });

it("numbers sort as numbers, and a dash turns the order round", () => {
  expect(view({ sort: "seen" }).shown[0]?.seen).toBe(881);
  expect(view({ sort: "-seen" }).shown[0]?.seen).toBe(1000);
});

it("a page past the end shows the last one", () => {
  expect(view({ page: "99" })).toMatchObject({ total: 120, pages: 3 });
  expect(view({ page: "99" }).shown).toHaveLength(20);
});

it("every word of the search must be there", () => {
  expect(view({ q: "NODE 007" }).shown.map((row) => row.name)).toEqual(["node-007"]);
  expect(view({ q: "node 7 x" }).total).toBe(0);
});

it("nonsense in the URL becomes the default, and an unknown column sorts nothing", () => {
  expect(listStateOf({ page: "-1", sort: "", q: ["a", "b"] }, "name")).toEqual({ q: "", sort: "name", page: 1, filters: {} });
  expect(view({ sort: "constructor" }).shown[0]?.name).toBe("node-000");
});

it("a new order starts at the first page and keeps search and filters", () => {
  expect(listQuery({ q: "a b", sort: "name", page: 3, filters: { sync: "in sync" } }, { sort: "-name" })).toBe("?sort=-name&q=a+b&sync=in+sync");
});

it("a filter keeps the rows whose state has its value, and an unknown filter lets all through", () => {
  expect(view({ half: "new" }).total).toBe(60);
  expect(view({ half: "neither" }).total).toBe(0);
  expect(view({ constructor: "new" }).total).toBe(120);
});

it("rows that come in parts make the same pages as all at once, those that sort alike in the order of their names", () => {
  const list = { textOf: (row: (typeof rows)[number]) => row.name, sortBy: { half: (row: (typeof rows)[number]) => row.seen % 2 }, tieBy: columns.name };
  for (const params of [{ sort: "half" }, { sort: "-half", page: "2" }, { sort: "half", page: "9" }, { q: "1", sort: "-half" }]) {
    const state = listStateOf(params, "half");
    const [whole, parts] = [readList(state, list), readList(state, list)];
    whole.add(rows);
    for (let from = 0; from < rows.length; from += 7) parts.add([...rows].reverse().slice(from, from + 7));
    expect(parts.page()).toEqual(whole.page());
    expect(parts.page().outOf).toBe(120);
  }
});
