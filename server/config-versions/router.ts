import { z } from "zod";
import { ExportInput, PublishDocumentInput, RollBackInput, VersionOrDraft, VersionTags } from "../domain/config-version";
import { DocumentText } from "../domain/size-limits";
import { groupProcedure, router } from "../trpc/init";
import { compareVersions } from "./compare";
import { exportConfig } from "./export";
import { getConfigVersion } from "./get";
import { listConfigVersions } from "./list";
import { checkConfig, publishConfig } from "./publish";
import { restoreAsDraft } from "./restore-as-draft";
import { reviewRollBack, rollBackConfig } from "./roll-back";
import { setVersionTags } from "./set-tags";

const VersionInput = z.object({ number: z.number().int().min(1) });

/** Config versions of a group: list, view, compare, export, tag, check, publish, roll back, restore as draft. */
export const configVersionsRouter = router({
  list: groupProcedure("config.read").query(({ ctx, input }) => listConfigVersions(ctx, input.groupId)),
  get: groupProcedure("config.read")
    .input(VersionInput)
    .query(({ ctx, input }) => getConfigVersion(ctx, input.groupId, input.number)),
  check: groupProcedure("config.read")
    .input(z.object({ source: DocumentText }))
    .mutation(({ ctx, input }) => checkConfig(ctx, input.groupId, input.source)),
  // Of a document that the caller gives, and so for who may edit.
  publish: groupProcedure("config.edit")
    .input(PublishDocumentInput)
    .mutation(({ ctx, input }) => publishConfig(ctx, input.groupId, input)),
  compare: groupProcedure("config.read")
    .input(z.object({ from: VersionOrDraft, to: VersionOrDraft }))
    .query(({ ctx, input }) => compareVersions(ctx, input.groupId, input.from, input.to)),
  restoreAsDraft: groupProcedure("config.edit")
    .input(VersionInput)
    .mutation(({ ctx, input }) => restoreAsDraft(ctx, input.groupId, input.number)),
  setTags: groupProcedure("config.publish")
    .input(VersionInput.extend({ tags: VersionTags }))
    .mutation(({ ctx, input }) => setVersionTags(ctx, input.groupId, input.number, input.tags)),
  export: groupProcedure("config.read")
    .input(ExportInput)
    .mutation(({ ctx, input }) => exportConfig(ctx, input.groupId, input)),
  rollBack: groupProcedure("config.publish")
    .input(RollBackInput)
    .mutation(({ ctx, input }) => rollBackConfig(ctx, input.groupId, input)),
  reviewRollBack: groupProcedure("config.read")
    .input(VersionInput)
    .query(({ ctx, input }) => reviewRollBack(ctx, input.groupId, input.number)),
});
