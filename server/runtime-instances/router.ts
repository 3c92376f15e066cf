import { z } from "zod";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { getRuntimeInstance, listRuntimeInstances } from "./list";
import { revokeCredential } from "./revoke";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });
const InstanceInput = GroupInput.extend({ instanceId: z.uuid() });

/** Runtime instances of a group: list, get, revoke the credential. */
export const runtimeInstancesRouter = router({
  list: orgProcedure("instance.read").input(GroupInput).query(({ ctx, input }) => listRuntimeInstances(ctx, input.groupId)),
  get: orgProcedure("instance.read").input(InstanceInput).query(({ ctx, input }) => getRuntimeInstance(ctx, input.groupId, input.instanceId)),
  revoke: orgProcedure("instance.revoke").input(InstanceInput).mutation(({ ctx, input }) => revokeCredential(ctx, input.groupId, input.instanceId)),
});
