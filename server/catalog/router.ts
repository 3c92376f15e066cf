import { z } from "zod";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { getPlugin, listPlugins } from "./plugins";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });

/** What can be configured in a group: the plugins that are known, and what each takes. */
export const catalogRouter = router({
  list: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => listPlugins(ctx, input.groupId)),
  plugin: orgProcedure("config.read")
    .input(GroupInput.extend({ name: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => getPlugin(ctx, input.groupId, input.name)),
});
