import { z } from "zod";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { type DraftSaved, ImportInput, type ImportPreview, RevisionInput } from "../domain/draft";
import { DomainError } from "../domain/errors";
import { OrgInput, orgProcedure, router, type OrgContext } from "../trpc/init";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });

async function notYet(ctx: OrgContext, groupId: string): Promise<never> {
  if (!(await selectRuntimeGroup(ctx.org, groupId))) throw new DomainError("not_found", "No such runtime group.");
  throw new DomainError("invalid", "Imports are not ready yet.");
}

/** Files into the draft of a group: what they would change, and taking them. */
export const configImportsRouter = router({
  preview: orgProcedure("config.edit")
    .input(GroupInput.extend(ImportInput.shape))
    .mutation(({ ctx, input }): Promise<ImportPreview> => notYet(ctx, input.groupId)),
  take: orgProcedure("config.edit")
    .input(GroupInput.extend({ ...ImportInput.shape, ...RevisionInput.shape }))
    .mutation(({ ctx, input }): Promise<DraftSaved> => notYet(ctx, input.groupId)),
});
