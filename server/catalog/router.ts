import { z } from "zod";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { getKind, listKinds } from "./kinds";
import { getPlugin, listPlugins } from "./plugins";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });

/** What can be configured in a group: the kinds of entities and the plugins that are known, and what each takes. */
export const catalogRouter = router({
  kinds: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => listKinds(ctx, input.groupId)),
  kind: orgProcedure("config.read")
    .input(GroupInput.extend({ kind: z.string().min(1).max(60) }))
    .query(({ ctx, input }) => getKind(ctx, input.groupId, input.kind)),
  list: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => listPlugins(ctx, input.groupId)),
  plugin: orgProcedure("config.read")
    .input(GroupInput.extend({ name: z.string().min(1).max(100) }))
    .query(({ ctx, input }) => getPlugin(ctx, input.groupId, input.name)),
});
