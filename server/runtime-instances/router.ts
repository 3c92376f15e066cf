import { z } from "zod";
import { ListState } from "../domain/list-rows";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { getRuntimeInstance } from "./get";
import { listRuntimeInstances } from "./list";
import { listOrphanedInstances } from "./list-orphaned";
import { revokeCredential } from "./revoke";
import { watchNewInstances } from "./watch";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });
const InstanceInput = GroupInput.extend({ instanceId: z.uuid() });

/** Runtime instances of a group: list, get, revoke the credential. */
export const runtimeInstancesRouter = router({
  list: orgProcedure("instance.read")
    .input(GroupInput.extend(ListState.shape))
    .query(({ ctx, input }) => listRuntimeInstances(ctx, input.groupId, input)),
  listOrphaned: orgProcedure("instance.read").query(({ ctx }) => listOrphanedInstances(ctx)),
  watch: orgProcedure("instance.read")
    .input(GroupInput.extend({ instanceId: z.uuid().nullable(), since: z.number().int() }))
    .query(({ ctx, input }) => watchNewInstances(ctx, input.groupId, input)),
  get: orgProcedure("instance.read")
    .input(InstanceInput)
    .query(({ ctx, input }) => getRuntimeInstance(ctx, input.groupId, input.instanceId)),
  revoke: orgProcedure("instance.revoke")
    .input(InstanceInput)
    .mutation(({ ctx, input }) => revokeCredential(ctx, input.groupId, input.instanceId)),
});
