import { z } from "zod";
import { ExportInput, PublishDocumentInput, RollBackInput, VersionOrDraft, VersionTags } from "../domain/config-version";
import { DocumentText } from "../domain/size-limits";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { compareVersions } from "./compare";
import { exportConfig } from "./export";
import { getConfigVersion } from "./get";
import { listConfigVersions } from "./list";
import { checkConfig, publishConfig } from "./publish";
import { restoreAsDraft } from "./restore-as-draft";
import { reviewRollBack, rollBackConfig } from "./roll-back";
import { setVersionTags } from "./set-tags";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });
const VersionInput = GroupInput.extend({ number: z.number().int().min(1) });

/** Config versions of a group: list, view, compare, export, tag, check, publish, roll back, restore as draft. */
export const configVersionsRouter = router({
  list: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => listConfigVersions(ctx, input.groupId)),
  get: orgProcedure("config.read")
    .input(VersionInput)
    .query(({ ctx, input }) => getConfigVersion(ctx, input.groupId, input.number)),
  check: orgProcedure("config.read")
    .input(GroupInput.extend({ source: DocumentText }))
    .mutation(({ ctx, input }) => checkConfig(ctx, input.groupId, input.source)),
  publish: orgProcedure("config.publish")
    .input(GroupInput.extend(PublishDocumentInput.shape))
    .mutation(({ ctx, input }) => publishConfig(ctx, input.groupId, input)),
  compare: orgProcedure("config.read")
    .input(GroupInput.extend({ from: VersionOrDraft, to: VersionOrDraft }))
    .query(({ ctx, input }) => compareVersions(ctx, input.groupId, input.from, input.to)),
  restoreAsDraft: orgProcedure("config.edit")
    .input(VersionInput)
    .mutation(({ ctx, input }) => restoreAsDraft(ctx, input.groupId, input.number)),
  setTags: orgProcedure("config.publish")
    .input(VersionInput.extend({ tags: VersionTags }))
    .mutation(({ ctx, input }) => setVersionTags(ctx, input.groupId, input.number, input.tags)),
  export: orgProcedure("config.read")
    .input(GroupInput.extend(ExportInput.shape))
    .mutation(({ ctx, input }) => exportConfig(ctx, input.groupId, input)),
  rollBack: orgProcedure("config.publish")
    .input(GroupInput.extend(RollBackInput.shape))
    .mutation(({ ctx, input }) => rollBackConfig(ctx, input.groupId, input)),
  reviewRollBack: orgProcedure("config.read")
    .input(VersionInput)
    .query(({ ctx, input }) => reviewRollBack(ctx, input.groupId, input.number)),
});
