import { z } from "zod";
import { groupProcedure, router } from "../trpc/init";
import { listEnrollmentTokens } from "./list";
import { revokeEnrollmentToken } from "./revoke";

/** Enrollment tokens of a group: list, revoke. They are made by `setup.render`. */
export const enrollmentTokensRouter = router({
  list: groupProcedure("instance.enroll").query(({ ctx, input }) => listEnrollmentTokens(ctx, input.groupId)),
  revoke: groupProcedure("instance.revoke")
    .input(z.object({ tokenId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeEnrollmentToken(ctx, input.groupId, input.tokenId)),
});
