import { z } from "zod";
import { ExportInput, VersionOrDraft, VersionTags } from "../domain/config-version";
import { PublishFields } from "../domain/runtime-group";
import { groupProcedure, router } from "../trpc/init";
import { compareVersions } from "./compare";
import { exportConfig } from "./export";
import { getConfigVersion } from "./get";
import { listConfigVersions } from "./list";
import { publishConfig } from "./publish";
import { restoreAsDraft } from "./restore-as-draft";
import { rollBackConfig } from "./roll-back";
import { setVersionTags } from "./set-tags";

const VersionInput = z.object({ number: z.number().int().min(1) });

/** Config versions of a group: list, view, compare, export, tag, check, publish, roll back, restore as draft. */
export const configVersionsRouter = router({
  list: groupProcedure("config.read").query(({ ctx, input }) => listConfigVersions(ctx, input.groupId)),
  get: groupProcedure("config.read")
    .input(VersionInput)
    .query(({ ctx, input }) => getConfigVersion(ctx, input.groupId, input.number)),
  check: groupProcedure("config.read")
    .input(z.object({ source: PublishFields.shape.source }))
    .mutation(async ({ ctx, input }) => {
      const { findings, canonical } = await ctx.deps.inspect(input.source);
      return { findings, entityCount: canonical?.entityCount ?? 0 };
    }),
  // Of a document that the caller gives, and so for who may edit.
  publish: groupProcedure("config.edit")
    .input(PublishFields)
    .mutation(({ ctx, input }) => publishConfig(ctx, input.groupId, input.source, input.message)),
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
    .input(VersionInput.extend({ message: PublishFields.shape.message.optional() }))
    .mutation(({ ctx, input }) => rollBackConfig(ctx, input.groupId, input.number, input.message)),
});
