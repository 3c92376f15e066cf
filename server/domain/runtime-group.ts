import { z } from "zod";
import { LabelsInput } from "./labels";

/** The name rule: what fits in a path, a script and a table. */
const GroupName = z
  .string()
  .trim()
  .min(1, "Give the group a name.")
  .max(63, "A name has at most 63 characters.")
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._ -]*[A-Za-z0-9])?$/, "Use letters, digits, spaces and . _ - (starting and ending with a letter or digit).");

/** What a person says of a group, when creating and when editing it. */
export const RuntimeGroupFields = z.object({
  name: GroupName,
  description: z.string().trim().max(500, "A description has at most 500 characters.").default(""),
  labels: LabelsInput.default({}),
  pollIntervalSeconds: z.number("Give a number of seconds.").int("Whole seconds only.").min(5, "At least 5 seconds.").max(3600, "At most an hour.").default(15),
  keptVersions: z
    .number("Give a number of config versions.")
    .int("Whole numbers only.")
    .min(1, "At least the newest one.")
    .max(10_000, "At most 10,000.")
    .default(100),
  /** Whether agents put back what somebody changed behind their back; else they report it alone. */
  healsDrift: z.boolean().default(true),
  /** An instance that was silent for so many days is archived. Null: none is by itself. */
  archiveAfterDays: z
    .number("Give a number of days.")
    .int("Whole days only.")
    .min(1, "At least a day.")
    .max(3650, "At most ten years.")
    .nullable()
    .default(null),
});
export type RuntimeGroupFields = z.infer<typeof RuntimeGroupFields>;

/** What a person says of an enrollment token. `maxUses` null: unlimited. */
export const EnrollmentTokenFields = z.object({
  ttlMinutes: z
    .number()
    .int()
    .min(5, "At least 5 minutes.")
    .max(60 * 24 * 365, "At most a year.")
    .default(60),
  maxUses: z.number().int().min(1).max(100_000).nullable().default(1),
  labels: LabelsInput.default({}),
  isEphemeral: z.boolean().default(false),
});
