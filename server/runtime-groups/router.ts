import { z } from "zod";
import { RuntimeGroupFields } from "../domain/runtime-group";
import { groupProcedure, orgProcedure, router } from "../trpc/init";
import { getRuntimeGroup, listRuntimeGroups } from "./list";
import { stampOf } from "./stamp";
import { createRuntimeGroup, deleteRuntimeGroup, updateRuntimeGroupFields } from "./write";

/** Runtime groups of the org: list, get, create, update, delete. */
export const runtimeGroupsRouter = router({
  list: orgProcedure("org.read").query(({ ctx }) => listRuntimeGroups(ctx)),
  get: groupProcedure("group.read").query(({ ctx, input }) => getRuntimeGroup(ctx, input.groupId)),
  stamp: orgProcedure("org.read")
    .input(z.object({ groupId: z.uuid().optional() }))
    .query(({ ctx, input }) => stampOf(ctx, input.groupId)),
  create: orgProcedure("group.create")
    .input(RuntimeGroupFields)
    .mutation(({ ctx, input }) => createRuntimeGroup(ctx, RuntimeGroupFields.parse(input))),
  update: groupProcedure("group.write")
    .input(RuntimeGroupFields.extend({ seenUpdatedAt: z.number().int().optional() }))
    .mutation(({ ctx, input }) => updateRuntimeGroupFields(ctx, input.groupId, RuntimeGroupFields.parse(input), input.seenUpdatedAt)),
  delete: groupProcedure("group.write")
    .input(z.object({ confirmName: z.string().max(100) }))
    .mutation(({ ctx, input }) => deleteRuntimeGroup(ctx, input.groupId, input.confirmName)),
});
