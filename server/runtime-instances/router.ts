import { z } from "zod";
import { ListState } from "../domain/list-rows";
import { groupProcedure, orgProcedure, router } from "../trpc/init";
import { exportVersionFleet, ExportVersionFleetInput } from "./export-version-fleet";
import { fleetFit, FleetFitInput } from "./fleet-fit";
import {
  archiveInstances,
  ChoiceInput,
  LabelChange,
  labelInstances,
  pauseInstances,
  PinFields,
  pinInstances,
  requestRotation,
  resumeInstances,
  syncInstances,
  unpinInstances,
} from "./changes";
import { deleteArchivedInstance } from "./delete-archived";
import { deleteOrphanedInstance, deleteOrphansOfGroup } from "./delete-orphaned";
import { getRuntimeInstance } from "./get";
import { listRuntimeInstances } from "./list";
import { ArchivedInput, listArchivedInstances } from "./list-archived";
import { ListByIdInput, listRuntimeInstancesById } from "./list-by-id";
import { listDeletedGroups, listOrphanedInstances, OrphanedInput } from "./list-orphaned";
import { listRolloutRefusals, RolloutRefusalsInput } from "./list-rollout-refusals";
import { listVersionFleet, listVersionFleetById, VersionFleetByIdInput, VersionFleetInput } from "./list-version-fleet";
import { revokeCredential } from "./revoke";
import { createSelectorPin, deleteSelectorPin, listSelectorPins, SelectorPinFields } from "./selector-pins";
import { WaitInput, waitUntilApplied } from "./wait";
import { watchNewInstances } from "./watch";

const InstanceInput = z.object({ instanceId: z.uuid() });

/** Runtime instances of a group: list and get them, and change one or many. */
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
  listRolloutRefusals: groupProcedure("instance.read")
    .input(RolloutRefusalsInput)
    .query(({ ctx, input }) => listRolloutRefusals(ctx, input.groupId, input)),
  listOrphaned: orgProcedure("org.read")
    .input(OrphanedInput)
    .query(({ ctx, input }) => listOrphanedInstances(ctx, input)),
  listDeletedGroups: orgProcedure("org.read").query(({ ctx }) => listDeletedGroups(ctx)),
  deleteOrphaned: orgProcedure("orphan.delete")
    .input(InstanceInput)
    .mutation(({ ctx, input }) => deleteOrphanedInstance(ctx, input.instanceId)),
  deleteOrphansOfGroup: orgProcedure("orphan.delete")
    .input(z.object({ deletedGroupId: z.uuid() }))
    .mutation(({ ctx, input }) => deleteOrphansOfGroup(ctx, input.deletedGroupId)),
  watch: groupProcedure("instance.read")
    .input(z.object({ instanceId: z.uuid().nullable(), since: z.number().int() }))
    .query(({ ctx, input }) => watchNewInstances(ctx, input.groupId, input)),
  get: groupProcedure("instance.read")
    .input(InstanceInput)
    .query(({ ctx, input }) => getRuntimeInstance(ctx, input.groupId, input.instanceId)),
  revoke: groupProcedure("instance.revoke")
    .input(InstanceInput)
    .mutation(({ ctx, input }) => revokeCredential(ctx, input.groupId, input.instanceId)),
  pin: groupProcedure("config.publish")
    .input(ChoiceInput.extend(PinFields.shape))
    .mutation(({ ctx, input }) => pinInstances(ctx, input.groupId, input.which, input)),
  unpin: groupProcedure("config.publish")
    .input(ChoiceInput)
    .mutation(({ ctx, input }) => unpinInstances(ctx, input.groupId, input.which)),
  pause: groupProcedure("config.publish")
    .input(ChoiceInput)
    .mutation(({ ctx, input }) => pauseInstances(ctx, input.groupId, input.which)),
  resume: groupProcedure("config.publish")
    .input(ChoiceInput)
    .mutation(({ ctx, input }) => resumeInstances(ctx, input.groupId, input.which)),
  syncNow: groupProcedure("config.publish")
    .input(ChoiceInput)
    .mutation(({ ctx, input }) => syncInstances(ctx, input.groupId, input.which)),
  rotateCredential: groupProcedure("instance.write")
    .input(ChoiceInput)
    .mutation(({ ctx, input }) => requestRotation(ctx, input.groupId, input.which)),
  label: groupProcedure("instance.write")
    .input(ChoiceInput.extend(LabelChange.shape))
    .mutation(({ ctx, input }) => labelInstances(ctx, input.groupId, input.which, input)),
  archive: groupProcedure("instance.revoke")
    .input(ChoiceInput)
    .mutation(({ ctx, input }) => archiveInstances(ctx, input.groupId, input.which)),
  listArchived: groupProcedure("instance.read")
    .input(ArchivedInput)
    .query(({ ctx, input }) => listArchivedInstances(ctx, input.groupId, input)),
  deleteArchived: groupProcedure("instance.revoke")
    .input(InstanceInput)
    .mutation(({ ctx, input }) => deleteArchivedInstance(ctx, input.groupId, input.instanceId)),
  listSelectorPins: groupProcedure("instance.read").query(({ ctx, input }) => listSelectorPins(ctx, input.groupId)),
  createSelectorPin: groupProcedure("config.publish")
    .input(SelectorPinFields)
    .mutation(({ ctx, input }) => createSelectorPin(ctx, input.groupId, input)),
  deleteSelectorPin: groupProcedure("config.publish")
    .input(z.object({ pinId: z.uuid() }))
    .mutation(({ ctx, input }) => deleteSelectorPin(ctx, input.groupId, input.pinId)),
});
