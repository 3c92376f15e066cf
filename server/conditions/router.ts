import { groupProcedure, orgProcedure, router } from "../trpc/init";
import { listConditions } from "./list";

/** What needs attention now. */
export const conditionsRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => listConditions(ctx)),
  listOfGroup: groupProcedure("group.read").query(({ ctx, input }) => listConditions(ctx, input.groupId)),
});
