import { z } from "zod";
import { RuntimeGroupFields } from "../domain/runtime-group";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { getRuntimeGroup, listRuntimeGroups } from "./list";
import { stampOf } from "./stamp";
import { createRuntimeGroup, deleteRuntimeGroup, updateRuntimeGroupFields } from "./write";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });

/** Runtime groups of the org: list, get, create, update, delete. */
export const runtimeGroupsRouter = router({
  list: orgProcedure("group.read").query(({ ctx }) => listRuntimeGroups(ctx)),
  get: orgProcedure("group.read")
    .input(GroupInput)
    .query(({ ctx, input }) => getRuntimeGroup(ctx, input.groupId)),
  stamp: orgProcedure("group.read")
    .input(OrgInput.extend({ groupId: z.uuid().optional() }))
    .query(({ ctx, input }) => stampOf(ctx, input.groupId)),
  create: orgProcedure("group.write")
    .input(RuntimeGroupFields)
    .mutation(({ ctx, input: { name, description, labels, pollIntervalSeconds, keptVersions } }) =>
      createRuntimeGroup(ctx, { name, description, labels, pollIntervalSeconds, keptVersions }),
    ),
  update: orgProcedure("group.write")
    .input(GroupInput.extend(RuntimeGroupFields.shape))
    .mutation(({ ctx, input: { groupId, name, description, labels, pollIntervalSeconds, keptVersions } }) =>
      updateRuntimeGroupFields(ctx, groupId, { name, description, labels, pollIntervalSeconds, keptVersions }),
    ),
  delete: orgProcedure("group.write")
    .input(GroupInput.extend({ confirmName: z.string().max(100) }))
    .mutation(({ ctx, input }) => deleteRuntimeGroup(ctx, input.groupId, input.confirmName)),
});
