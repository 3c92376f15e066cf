import { z } from "zod";
import { ImportInput, RevisionInput } from "../domain/draft";
import { groupProcedure, router } from "../trpc/init";
import { previewImport, takeImport } from "./import";

/** Files into the draft of a group: what they would change, and taking them. */
export const configImportsRouter = router({
  preview: groupProcedure("config.edit")
    .input(ImportInput)
    .mutation(({ ctx, input }) => previewImport(ctx, input.groupId, input)),
  take: groupProcedure("config.edit")
    .input(z.object({ ...ImportInput.shape, ...RevisionInput.shape }))
    .mutation(({ ctx, input }) => takeImport(ctx, input.groupId, input)),
});
