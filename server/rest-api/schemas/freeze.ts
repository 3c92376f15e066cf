import { z } from "zod";
import { FREEZE_KINDS } from "../../domain/freeze/freeze-window";
import { Time } from "./plain";

const Kind = z.enum(FREEZE_KINDS).describe("deny: nothing is published while it is open; allow: something is while it is open alone.");
const Zone = z.string().describe("IANA.");

/** A freeze window. */
export const FreezeWindow = z
  .object({
    id: z.string(),
    groupId: z.string().nullable().describe("Null: it holds for every runtime group."),
    name: z.string(),
    kind: Kind,
    cron: z.string().describe("When it begins, in its time zone."),
    lengthMinutes: z.int(),
    timeZone: Zone,
    isOpen: z.boolean(),
    occurrence: z.object({ from: Time, to: Time }).nullable().describe("The time that it is open now, or next."),
    createdBy: z.string(),
    createdAt: Time,
  })
  .meta({ id: "FreezeWindow" });

const ByWindow = z.object({ windowId: z.string(), name: z.string(), kind: Kind });

/** That a group is frozen, and by which window. */
export const Freeze = z.object({ ...ByWindow.shape, timeZone: Zone, until: Time.nullable().describe("Null: no end is in sight.") }).meta({ id: "Freeze" });

/** Whether a group is frozen, and what changes next. */
export const FreezeState = z
  .object({
    freeze: Freeze.nullable().describe("Null: it is not frozen now."),
    changes: z.array(z.object({ at: Time, by: ByWindow.nullable().describe("What freezes from then on; null: the freeze ends.") })),
  })
  .meta({ id: "FreezeState" });
