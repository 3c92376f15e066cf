import { z } from "zod";
import { groupProcedure, router } from "../trpc/init";
import { EnrollmentTokenFields } from "../domain/runtime-group";
import { createEnrollmentToken } from "./create";
import { listEnrollmentTokens } from "./list";
import { revokeEnrollmentToken } from "./revoke";

/** Enrollment tokens of a group: list, create, revoke. `setup.render` makes one too, with the blocks that carry it. */
export const enrollmentTokensRouter = router({
  list: groupProcedure("instance.enroll").query(({ ctx, input }) => listEnrollmentTokens(ctx, input.groupId)),
  create: groupProcedure("instance.enroll")
    .input(EnrollmentTokenFields)
    .mutation(({ ctx, input }) => createEnrollmentToken(ctx, input.groupId, input)),
  revoke: groupProcedure("instance.revoke")
    .input(z.object({ tokenId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeEnrollmentToken(ctx, input.groupId, input.tokenId)),
});
