import { expect, it } from "vitest";
import { FreezeWindowFields } from "@/server/domain/freeze/freeze-window";

const FIELDS = { name: "Weekend", kind: "deny", cron: "0 18 * * FRI", lengthMinutes: 3720, timeZone: "Europe/Berlin" };

it.each<[change: object, field: string, message: RegExp]>([
  [{ name: " " }, "name", /Give the window a name/],
  [{ kind: "maybe" }, "kind", /Choose deny or allow/],
  [{ cron: "" }, "cron", /Five fields/],
  [{ cron: "0 0 18 * * FRI" }, "cron", /Five fields \(minute, hour, day of the month, month, day of the week\), as in 0 18 \* \* FRI/],
  [{ cron: "@weekly" }, "cron", /Five fields/],
  [{ cron: "2026-12-24T00:00:00" }, "cron", /Five fields/],
  [{ cron: "60 18 * * FRI" }, "cron", /The minute "60" cannot be: it takes 0 to 59/],
  [{ cron: "* 18 * * FRI" }, "cron", /The minute "\*" cannot be: give one number/],
  [{ cron: "0 24 * * *" }, "cron", /The hour "24" cannot be: it takes 0 to 23/],
  [{ cron: "0 18-9 * * *" }, "cron", /The hour "18-9" cannot be/],
  [{ cron: "0 18 32 * *" }, "cron", /The day of the month "32" cannot be: it takes 1 to 31/],
  [{ cron: "0 18 ? * *" }, "cron", /The day of the month "\?" cannot be/],
  [{ cron: "0 18 * 13 *" }, "cron", /The month "13" cannot be: it takes 1 to 12/],
  [{ cron: "0 18 * * FRIDAY" }, "cron", /The day of the week "FRIDAY" cannot be: .* SUN to SAT/],
  [{ cron: "0 0 30 2 *" }, "cron", /never begins: choose a day that the month has/],
  [{ cron: "0 0 31 4,6,9,11 *" }, "cron", /never begins/],
  [{ lengthMinutes: 0 }, "lengthMinutes", /At least a minute/],
  [{ lengthMinutes: 1.5 }, "lengthMinutes", /Whole minutes only/],
  [{ lengthMinutes: 60 * 24 * 60 + 1 }, "lengthMinutes", /At most 60 days/],
  [{ lengthMinutes: Number.NaN }, "lengthMinutes", /Give a number of minutes/],
  [{ timeZone: "Mars/Olympus" }, "timeZone", /IANA name, as in Europe\/Berlin/],
  [{ timeZone: "+02:00" }, "timeZone", /IANA name/],
  [{ timeZone: "" }, "timeZone", /IANA name/],
])("%j is refused at %s, with the cure", (change, field, message) => {
  const { error } = FreezeWindowFields.safeParse({ ...FIELDS, ...change });
  expect(error?.issues).toMatchObject([{ path: [field], message: expect.stringMatching(message) }]);
});

it.each(["0 18 * * FRI", "0 9 * * MON-FRI", "0 0 20 12 *", "30 0 L * *", "0 0 29 2 *", "15 */6 1,15 JAN-MAR *", "0 22 * * 0", "0 22 * * 7", "0 8 * * MON#1"])(
  "%s is taken",
  (cron) => {
    expect(FreezeWindowFields.parse({ ...FIELDS, cron })).toEqual({ ...FIELDS, cron });
  },
);

it("spaces around the fields are no part of them", () => {
  expect(FreezeWindowFields.parse({ ...FIELDS, cron: "  0\t18  * * FRI " }).cron).toBe("0 18 * * FRI");
});
