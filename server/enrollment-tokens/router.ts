import { z } from "zod";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { listEnrollmentTokens } from "./list";
import { revokeEnrollmentToken } from "./revoke";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });

/** Enrollment tokens of a group: list, revoke. They are made by `setup.render`. */
export const enrollmentTokensRouter = router({
  list: orgProcedure("instance.enroll")
    .input(GroupInput)
    .query(({ ctx, input }) => listEnrollmentTokens(ctx, input.groupId)),
  revoke: orgProcedure("instance.revoke")
    .input(GroupInput.extend({ tokenId: z.uuid() }))
    .mutation(({ ctx, input }) => revokeEnrollmentToken(ctx, input.groupId, input.tokenId)),
});
