import { z } from "zod";
import { ACTOR_KINDS } from "../domain/audit-chain";
import { orgProcedure, router } from "../trpc/init";
import { exportActivity } from "./export";
import { listActivity } from "./list";

const time = z.number().int().min(0).max(8.64e15);

const ActivityInput = z.object({
  groupId: z.uuid().optional(),
  text: z.string().trim().max(200).optional(),
  actorKind: z.enum(ACTOR_KINDS).optional(),
  since: time.optional(),
  until: time.optional(),
});

/** Who did what in the org. */
export const activityRouter = router({
  list: orgProcedure("audit.read")
    .input(ActivityInput.extend({ page: z.number().int().min(1).default(1) }))
    .query(({ ctx, input: { page, ...filter } }) => listActivity(ctx, filter, page)),
  export: orgProcedure("audit.export")
    .input(ActivityInput.extend({ format: z.enum(["csv", "ndjson"]) }))
    .mutation(({ ctx, input: { format, ...filter } }) => exportActivity(ctx, filter, format)),
});
