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
import { deleteEntities, setEnabled } from "./delete-entities";
import { discardDraft } from "./discard";
import { getDraft, listSteps } from "./get";
import { getDependents, getEntity } from "./get-entity";
import { listEntities, pickEntities } from "./list-entities";
import { publishDraft } from "./publish";
import { rebaseOntoLive } from "./rebase";
import { reviewDraft } from "./review";
import { saveEntity } from "./save-entity";
import { saveEntityYaml } from "./save-entity-yaml";
import { undoStep } from "./undo";
import { getYaml, saveYaml } from "./whole-yaml";

const GroupInput = OrgInput.extend({ groupId: z.uuid() });
const ofGroup = <Shape extends z.ZodRawShape>(input: z.ZodObject<Shape>) => GroupInput.extend(input.shape);

/** The draft of a group: read, change, review, publish. */
export const draftsRouter = router({
  get: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => getDraft(ctx, input.groupId)),
  listEntities: orgProcedure("config.read")
    .input(ofGroup(ListEntitiesInput))
    .query(({ ctx, input }) => listEntities(ctx, input.groupId, input)),
  getEntity: orgProcedure("config.read")
    .input(ofGroup(EntityKeyInput))
    .query(({ ctx, input }) => getEntity(ctx, input.groupId, input)),
  pick: orgProcedure("config.read")
    .input(ofGroup(PickInput))
    .query(({ ctx, input }) => pickEntities(ctx, input.groupId, input)),
  getDependents: orgProcedure("config.read")
    .input(ofGroup(EntityKeyInput))
    .query(({ ctx, input }) => getDependents(ctx, input.groupId, input)),
  saveEntity: orgProcedure("config.edit")
    .input(ofGroup(SaveEntityInput))
    .mutation(({ ctx, input }) => saveEntity(ctx, input.groupId, input)),
  saveEntityYaml: orgProcedure("config.edit")
    .input(ofGroup(SaveEntityYamlInput))
    .mutation(({ ctx, input }) => saveEntityYaml(ctx, input.groupId, input)),
  deleteEntities: orgProcedure("config.edit")
    .input(ofGroup(DeleteEntitiesInput))
    .mutation(({ ctx, input }) => deleteEntities(ctx, input.groupId, input)),
  setEnabled: orgProcedure("config.edit")
    .input(ofGroup(SetEnabledInput))
    .mutation(({ ctx, input }) => setEnabled(ctx, input.groupId, input)),
  getYaml: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => getYaml(ctx, input.groupId)),
  saveYaml: orgProcedure("config.edit")
    .input(ofGroup(SaveYamlInput))
    .mutation(({ ctx, input }) => saveYaml(ctx, input.groupId, input)),
  listSteps: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => listSteps(ctx, input.groupId)),
  undo: orgProcedure("config.edit")
    .input(ofGroup(RevisionInput))
    .mutation(({ ctx, input }) => undoStep(ctx, input.groupId, input.revision)),
  discard: orgProcedure("config.edit")
    .input(ofGroup(RevisionInput))
    .mutation(({ ctx, input }) => discardDraft(ctx, input.groupId, input.revision)),
  rebase: orgProcedure("config.edit")
    .input(ofGroup(RebaseInput))
    .mutation(({ ctx, input }) => rebaseOntoLive(ctx, input.groupId, input)),
  review: orgProcedure("config.read")
    .input(GroupInput)
    .query(({ ctx, input }) => reviewDraft(ctx, input.groupId)),
  publish: orgProcedure("config.publish")
    .input(ofGroup(PublishDraftInput))
    .mutation(({ ctx, input }) => publishDraft(ctx, input.groupId, input)),
});
