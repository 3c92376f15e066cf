import { z } from "zod";
import { orgProcedure, router } from "../trpc/init";
import { findByText } from "./find";

/** What the command palette finds. */
export const searchRouter = router({
  find: orgProcedure("org.read")
    .input(z.object({ text: z.string().trim().max(200) }))
    .query(({ ctx, input }) => findByText(ctx, input.text)),
});
