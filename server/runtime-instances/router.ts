import { z } from "zod";
import { ListState } from "../domain/list-rows";
import { groupProcedure, orgProcedure, router } from "../trpc/init";
import { exportVersionFleet, ExportVersionFleetInput } from "./export-version-fleet";
import { fleetFit, FleetFitInput } from "./fleet-fit";
import { getRuntimeInstance } from "./get";
import { listRuntimeInstances } from "./list";
import { ListByIdInput, listRuntimeInstancesById } from "./list-by-id";
import { listOrphanedInstances } from "./list-orphaned";
import { listVersionFleet, listVersionFleetById, VersionFleetByIdInput, VersionFleetInput } from "./list-version-fleet";
import { revokeCredential } from "./revoke";
import { WaitInput, waitUntilApplied } from "./wait";
import { watchNewInstances } from "./watch";

const InstanceInput = z.object({ instanceId: z.uuid() });

/** Runtime instances of a group: list, get, revoke the credential. */
export const runtimeInstancesRouter = router({
  list: groupProcedure("instance.read")
    .input(ListState)
    .query(({ ctx, input }) => listRuntimeInstances(ctx, input.groupId, input)),
  listById: groupProcedure("instance.read")
    .input(ListByIdInput)
    .query(({ ctx, input }) => listRuntimeInstancesById(ctx, input.groupId, input)),
  waitUntilApplied: groupProcedure("config.read")
    .input(WaitInput)
    .query(({ ctx, input, signal }) => waitUntilApplied(ctx, input.groupId, input, signal)),
  fit: groupProcedure("instance.read")
    .input(FleetFitInput)
    .query(({ ctx, input }) => fleetFit(ctx, input.groupId, input)),
  listOfVersion: groupProcedure("instance.read")
    .input(VersionFleetInput)
    .query(({ ctx, input }) => listVersionFleet(ctx, input.groupId, input)),
  listOfVersionById: groupProcedure("instance.read")
    .input(VersionFleetByIdInput)
    .query(({ ctx, input }) => listVersionFleetById(ctx, input.groupId, input)),
  exportOfVersion: groupProcedure("instance.read")
    .input(ExportVersionFleetInput)
    .query(({ ctx, input }) => exportVersionFleet(ctx, input.groupId, input)),
  listOrphaned: orgProcedure("org.read").query(({ ctx }) => listOrphanedInstances(ctx)),
  watch: groupProcedure("instance.read")
    .input(z.object({ instanceId: z.uuid().nullable(), since: z.number().int() }))
    .query(({ ctx, input }) => watchNewInstances(ctx, input.groupId, input)),
  get: groupProcedure("instance.read")
    .input(InstanceInput)
    .query(({ ctx, input }) => getRuntimeInstance(ctx, input.groupId, input.instanceId)),
  revoke: groupProcedure("instance.revoke")
    .input(InstanceInput)
    .mutation(({ ctx, input }) => revokeCredential(ctx, input.groupId, input.instanceId)),
});
