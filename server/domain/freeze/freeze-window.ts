import { z } from "zod";
import { cronFault, isTimeZone } from "./timing-faults";

/** What a window does while it is open: `deny` freezes; `allow` lets publish, so that all other time is frozen. */
export const FREEZE_KINDS = ["deny", "allow"] as const;
/** One of the two. */
export type FreezeKind = (typeof FREEZE_KINDS)[number];

/** So many windows an org has at most, those of its groups among them. */
export const MOST_FREEZE_WINDOWS = 100;
const MOST_DAYS = 60;

/** A cron expression that begins now and then, its fields one space apart. */
const CronText = z
  .string()
  .trim()
  .max(200, "At most 200 characters.")
  .transform((cron) => cron.split(/\s+/).join(" "))
  .superRefine((cron, context) => {
    const message = cronFault(cron);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

/** What is said of a freeze window. */
export const FreezeWindowFields = z.object({
  name: z.string().trim().min(1, "Give the window a name.").max(60, "A name has at most 60 characters."),
  kind: z.enum(FREEZE_KINDS, "Choose deny or allow."),
  cron: CronText.describe("When it begins: five fields of cron, in the time zone."),
  lengthMinutes: z
    .number("Give a number of minutes.")
    .int("Whole minutes only.")
    .min(1, "At least a minute.")
    .max(MOST_DAYS * 24 * 60, `At most ${MOST_DAYS} days, which are ${MOST_DAYS * 24 * 60} minutes.`)
    .describe("How long it is open, in elapsed time."),
  timeZone: z.string().trim().max(60).refine(isTimeZone, "This is no time zone: give its IANA name, as in Europe/Berlin or UTC."),
});
export type FreezeWindowFields = z.infer<typeof FreezeWindowFields>;

/** A freeze window. */
export interface FreezeWindow extends FreezeWindowFields {
  id: string;
  /** Null: it holds for every group of the org. */
  groupId: string | null;
}

/** That nothing may be published now, and by which window: an open one of `deny`, or one of `allow` that is not open. */
export interface Freeze {
  windowId: string;
  name: string;
  kind: FreezeKind;
  timeZone: string;
  /** When it ends, of whatever windows it is made up. Null: that is not in sight. */
  until: number | null;
}

/** What lifts a freeze for one act, and why. */
export const FreezeOverride = z.object({
  reason: z
    .string()
    .trim()
    .min(3, "Say why it cannot wait, in 3 characters at least.")
    .max(500, "A reason has at most 500 characters.")
    .describe("Stands in the activity."),
});
export type FreezeOverride = z.infer<typeof FreezeOverride>;
