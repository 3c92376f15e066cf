import type { FreezeWindowFields } from "@/server/domain/freeze/freeze-window";

type Example = Omit<FreezeWindowFields, "timeZone">;

/** Windows that many begin with. */
export const WINDOW_EXAMPLES: readonly Example[] = [
  { name: "Weekend", kind: "deny", cron: "0 18 * * FRI", lengthMinutes: 62 * 60 },
  { name: "Business hours only", kind: "allow", cron: "0 9 * * MON-FRI", lengthMinutes: 8 * 60 },
  { name: "Year end", kind: "deny", cron: "0 18 20 DEC *", lengthMinutes: 14 * 24 * 60 },
];

/** What a form begins with where no example was chosen. */
export const NO_EXAMPLE: Example = { name: "", kind: "deny", cron: "", lengthMinutes: 60 };
