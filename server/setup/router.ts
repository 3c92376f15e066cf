import { groupProcedure, router } from "../trpc/init";
import { SetupRequest } from "./input";
import { renderInstanceSetup } from "./render";

/** What the page "New instance" copies from. */
export const setupRouter = router({
  render: groupProcedure("instance.enroll")
    .input(SetupRequest)
    .mutation(({ ctx, input }) => renderInstanceSetup(ctx, input)),
});
