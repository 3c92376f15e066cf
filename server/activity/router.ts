import { selectAudit } from "../../db/queries/audit";
import { orgProcedure, router } from "../trpc/init";

/** How many of the newest rows the Activity page shows. */
const PAGE_ROWS = 200;

/** Who did what in the org. */
export const activityRouter = router({
  list: orgProcedure("audit.read").query(({ ctx }) => selectAudit(ctx.org, PAGE_ROWS)),
});
