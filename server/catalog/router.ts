import { z } from "zod";
import { groupProcedure, router } from "../trpc/init";
import { getPlugin, listPlugins } from "./plugins";

/** What can be configured in a group: the plugins that are known, and what each takes. */
export const catalogRouter = router({
  list: groupProcedure("config.read").query(({ ctx, input }) => listPlugins(ctx, input.groupId)),
  plugin: groupProcedure("config.read")
    .input(z.object({ name: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => getPlugin(ctx, input.groupId, input.name)),
});
