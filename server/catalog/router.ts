import { z } from "zod";
import { groupProcedure, router } from "../trpc/init";
import { getKind, listKinds } from "./kinds";
import { getPlugin, listPlugins } from "./plugins";

/** What can be configured in a group: the kinds of entities and the plugins that are known, and what each takes. */
export const catalogRouter = router({
  kinds: groupProcedure("config.read").query(({ ctx, input }) => listKinds(ctx, input.groupId)),
  kind: groupProcedure("config.read")
    .input(z.object({ kind: z.string().min(1).max(60) }))
    .query(({ ctx, input }) => getKind(ctx, input.groupId, input.kind)),
  list: groupProcedure("config.read").query(({ ctx, input }) => listPlugins(ctx, input.groupId)),
  plugin: groupProcedure("config.read")
    .input(z.object({ name: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => getPlugin(ctx, input.groupId, input.name)),
});
