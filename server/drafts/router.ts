import { z } from "zod";
import {
  DeleteEntitiesInput,
  EntityKeyInput,
  ListEntitiesInput,
  PickInput,
  PublishDraftInput,
  RebaseInput,
  RevisionInput,
  SaveEntityInput,
  SaveEntityYamlInput,
  SaveYamlInput,
  SetEnabledInput,
} from "../domain/draft";
import { OrgInput, orgProcedure, router } from "../trpc/init";
import { thin } from "./thin";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });
const ofGroup = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape>) => GroupInput.extend(input.shape);

/** The draft of a group: read, change, review, publish. */
export const draftsRouter = router({
  get: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => thin.get(ctx, input)),
  listEntities: orgProcedure("config.read")
    .input(ofGroup(ListEntitiesInput))
    .query(({ ctx, input }) => thin.listEntities(ctx, input)),
  getEntity: orgProcedure("config.read")
    .input(ofGroup(EntityKeyInput))
    .query(({ ctx, input }) => thin.getEntity(ctx, input)),
  pick: orgProcedure("config.read")
    .input(ofGroup(PickInput))
    .query(({ ctx, input }) => thin.pick(ctx, input)),
  getDependents: orgProcedure("config.read")
    .input(ofGroup(EntityKeyInput))
    .query(({ ctx, input }) => thin.getDependents(ctx, input)),
  saveEntity: orgProcedure("config.edit")
    .input(ofGroup(SaveEntityInput))
    .mutation(({ ctx, input }) => thin.saveEntity(ctx, input)),
  saveEntityYaml: orgProcedure("config.edit")
    .input(ofGroup(SaveEntityYamlInput))
    .mutation(({ ctx, input }) => thin.saveEntityYaml(ctx, input)),
  deleteEntities: orgProcedure("config.edit")
    .input(ofGroup(DeleteEntitiesInput))
    .mutation(({ ctx, input }) => thin.deleteEntities(ctx, input)),
  setEnabled: orgProcedure("config.edit")
    .input(ofGroup(SetEnabledInput))
    .mutation(({ ctx, input }) => thin.setEnabled(ctx, input)),
  getYaml: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => thin.getYaml(ctx, input)),
  saveYaml: orgProcedure("config.edit")
    .input(ofGroup(SaveYamlInput))
    .mutation(({ ctx, input }) => thin.saveYaml(ctx, input)),
  listSteps: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => thin.listSteps(ctx, input)),
  undo: orgProcedure("config.edit")
    .input(ofGroup(RevisionInput))
    .mutation(({ ctx, input }) => thin.undo(ctx, input)),
  discard: orgProcedure("config.edit")
    .input(ofGroup(RevisionInput))
    .mutation(({ ctx, input }) => thin.discard(ctx, input)),
  rebase: orgProcedure("config.edit")
    .input(ofGroup(RebaseInput))
    .mutation(({ ctx, input }) => thin.rebase(ctx, input)),
  review: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => thin.review(ctx, input)),
  publish: orgProcedure("config.publish")
    .input(ofGroup(PublishDraftInput))
    .mutation(({ ctx, input }) => thin.publish(ctx, input)),
});
