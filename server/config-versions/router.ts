import { z } from "zod";
import { PublishFields } from "../domain/runtime-group";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { getConfigVersion, listConfigVersions } from "./list";
import { publishConfig } from "./publish";
import { rollBackConfig } from "./roll-back";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });
const VersionInput = GroupInput.extend({ number: z.number().int().min(1) });

/** Config versions of a group: list, view, check, publish. */
export const configVersionsRouter = router({
  list: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => listConfigVersions(ctx, input.groupId)),
  get: orgProcedure("config.read")
    .input(VersionInput)
    .query(({ ctx, input }) => getConfigVersion(ctx, input.groupId, input.number)),
  check: orgProcedure("config.read")
    .input(GroupInput.extend({ source: PublishFields.shape.source }))
    .mutation(async ({ ctx, input }) => {
      const { findings, canonical } = await ctx.deps.inspect(input.source);
      return { findings, entityCount: canonical?.entityCount ?? 0 };
    }),
  publish: orgProcedure("config.publish")
    .input(GroupInput.extend(PublishFields.shape))
    .mutation(({ ctx, input }) => publishConfig(ctx, input.groupId, input.source, input.message)),
  rollBack: orgProcedure("config.publish")
    .input(VersionInput.extend({ message: PublishFields.shape.message.optional() }))
    .mutation(({ ctx, input }) => rollBackConfig(ctx, input.groupId, input.number, input.message)),
});
