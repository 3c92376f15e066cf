import { expect, it } from "vitest";
import { supportNotice, supportWarnings } from "@/server/domain/gateway-support";

const on = (day: string) => Date.parse(`${day}T12:00:00Z`);

it.each<[string, string, string | null]>([
  ["3.4.3.25", "2026-06-01", null],
  ["3.4.3.25", "2026-06-04", "Gateway 3.4 (LTS): Kong's support ends on 2026-08-31."],
  ["3.4.3.25", "2026-08-31", "Gateway 3.4 (LTS): Kong's support ends on 2026-08-31."],
  ["3.4.3.25", "2026-09-01", "Gateway 3.4 (LTS): Kong's support ended on 2026-08-31."],
  ["3.4.2", "2026-09-01", "Gateway 3.4 (LTS): Kong's support ended on 2026-08-31."],
  ["3.10.0.5", "2026-09-01", null],
  ["3.9.1.2", "2026-09-01", "Gateway 3.9: Kong's support ended on 2025-12-12."],
  ["3.9.3", "2026-09-01", "Gateway 3.9 is the last open-source version; Kong has published no end of it."],
  ["3.16.0.0", "2040-01-01", null],
  ["2.0.5", "2040-01-01", null],
  ["not a version", "2040-01-01", null],
])("Gateway %s on %s: %s", (version, day, message) => {
  expect(supportNotice(version, on(day))?.message ?? null).toBe(message);
});

it.each([
  ["3.8.1", "Move to 3.9, the last open-source version, or to Kong Gateway Enterprise 3.14 (LTS)."],
  ["3.11.0.0", "Move to Kong Gateway Enterprise 3.14 (LTS)."],
])("who runs %s is told where to go", (version, cure) => {
  expect(supportNotice(version, on("2026-11-29"))?.cure).toBe(cure);
});

it("once every LTS version of the table has ended, none is recommended", () => {
  expect(supportNotice("3.8.1.0", on("2030-01-01"))?.cure).toBe("Move to a later Kong Gateway Enterprise.");
});

it("of a fleet's versions those are told that ask for something, patches of one as one", () => {
  expect(supportWarnings(["3.4.1", "3.4.2", "3.9.3", "3.14.0.0"], on("2026-11-29")).map(({ message }) => message)).toEqual([
    "Gateway 3.4 (LTS): Kong's support ended on 2026-08-31.",
  ]);
});
