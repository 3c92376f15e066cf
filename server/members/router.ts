import { selectMembers } from "../../db/queries/people";
import { orgProcedure, router } from "../trpc/init";

/** Who belongs to the org. */
export const membersRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => selectMembers(ctx.org)),
});
