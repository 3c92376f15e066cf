import { z } from "zod";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { findByText } from "./find";

/** What the command palette finds. */
export const searchRouter = router({
  find: orgProcedure("instance.read")
    .input(OrgInput.extend({ text: z.string().trim().max(200) }))
    .query(({ ctx, input }) => findByText(ctx, input.text)),
});
