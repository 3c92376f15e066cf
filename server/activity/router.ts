import { z } from "zod";
import { orgProcedure, router } from "../trpc/init";
import { listActivity } from "./list";

const ActivityInput = z.object({
  groupId: z.uuid().optional(),
  text: z.string().trim().max(200).optional(),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});

/** Who did what in the org. */
export const activityRouter = router({
  list: orgProcedure("audit.read")
    .input(ActivityInput)
    .query(({ ctx, input: { groupId, text, page, pageSize } }) => listActivity(ctx, { groupId, text }, page, pageSize)),
});
