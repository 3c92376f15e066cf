import { z } from "zod";
import { ImportInput, RevisionInput } from "../domain/draft";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { previewImport, takeImport } from "./import";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });

/** Files into the draft of a group: what they would change, and taking them. */
export const configImportsRouter = router({
  preview: orgProcedure("config.edit")
    .input(GroupInput.extend(ImportInput.shape))
    .mutation(({ ctx, input }) => previewImport(ctx, input.groupId, input)),
  take: orgProcedure("config.edit")
    .input(GroupInput.extend({ ...ImportInput.shape, ...RevisionInput.shape }))
    .mutation(({ ctx, input }) => takeImport(ctx, input.groupId, input)),
});
