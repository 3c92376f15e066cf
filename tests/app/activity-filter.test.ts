import { expect, it } from "vitest";
import { activityFilterOf } from "@/app/o/[org]/activity/activity-filter";

const of = (filters: Record<string, string>, q = "") => activityFilterOf({ q, filters });

it("days are UTC's, the last one included", () => {
  expect(of({ from: "2026-03-29", to: "2026-03-29" })).toMatchObject({ since: Date.UTC(2026, 2, 29), until: Date.UTC(2026, 2, 30) });
});

it.each<Record<string, string>>([{ from: "yesterday" }, { to: "-1" }, { who: "nobody" }, { outcome: "maybe" }, { group: "x" }])(
  "%o filters nothing where it makes no sense",
  (filters) => {
    expect(Object.values(of(filters)).filter((value) => value !== undefined)).toEqual([]);
  },
);
