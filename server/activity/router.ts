import { z } from "zod";
import { OUTCOMES } from "../domain/action-text";
import { ACTOR_KINDS } from "../domain/audit-chain";
import { orgProcedure, router } from "../trpc/init";
import { exportActivity } from "./export";
import { getActivityKept, keepActivity } from "./keep";
import { listActivity } from "./list";

const time = z.number().int().min(0).max(8.64e15);

const ActivityInput = z.object({
  groupId: z.uuid().optional(),
  text: z.string().trim().max(200).optional(),
  actorKind: z.enum(ACTOR_KINDS).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  since: time.optional(),
  until: time.optional(),
});

/** Who did what in the org. */
export const activityRouter = router({
  list: orgProcedure("audit.read")
    .input(
      ActivityInput.extend({
        before: z.number().int().min(1).optional(),
        page: z.number().int().min(1).default(1),
        pageSize: z.number().int().min(1).max(200).default(50),
      }),
    )
    .query(({ ctx, input: { page, pageSize, ...filter } }) => listActivity(ctx, filter, page, pageSize)),
  getKept: orgProcedure("audit.read").query(({ ctx }) => getActivityKept(ctx)),
  keep: orgProcedure("org.write")
    .input(
      z.object({
        keptDays: z
          .number()
          .int()
          .min(30, "Keep the activity for 30 days at the least.")
          .max(3650, "Keep it for ever, or for 3,650 days at the most.")
          .nullable(),
      }),
    )
    .mutation(({ ctx, input }) => keepActivity(ctx, input.keptDays)),
  export: orgProcedure("audit.export")
    .input(ActivityInput.extend({ format: z.enum(["csv", "ndjson"]) }))
    .mutation(({ ctx, input: { format, ...filter } }) => exportActivity(ctx, filter, format)),
});
