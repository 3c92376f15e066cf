import { z } from "zod";
import { CONDITION_KINDS } from "../../domain/notifications/event-kinds";
import { Time } from "./plain";

/** Something that needs attention now. */
export const Condition = z
  .object({
    id: z.string(),
    kind: z.enum(CONDITION_KINDS),
    tone: z.enum(["danger", "warn"]),
    text: z.string().describe("The cause, in words."),
    groupId: z.string().nullable().describe("Null: of the organization itself."),
    groupName: z.string().nullable(),
    subject: z
      .object({ kind: z.enum(["instance", "token", "certificates", "ca_certificates"]), id: z.string() })
      .nullable()
      .describe("What it is about. Null: several of one group."),
    count: z.int().describe("How many it is about."),
    since: Time,
  })
  .meta({ id: "Condition" });
