import {
  DeleteEntitiesInput,
  EntityKeyInput,
  ListEntitiesInput,
  PickInput,
  RebaseInput,
  RevisionInput,
  SaveEntityInput,
  SaveEntityYamlInput,
  SaveYamlInput,
  SetEnabledInput,
} from "../domain/draft";
import { PublishDraftInput } from "../domain/publish-input";
import { groupProcedure, router } from "../trpc/init";
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

/** The draft of a group: read, change, review, publish. */
export const draftsRouter = router({
  get: groupProcedure("config.read").query(({ ctx, input }) => getDraft(ctx, input.groupId)),
  listEntities: groupProcedure("config.read")
    .input(ListEntitiesInput)
    .query(({ ctx, input }) => listEntities(ctx, input.groupId, input)),
  getEntity: groupProcedure("config.read")
    .input(EntityKeyInput)
    .query(({ ctx, input }) => getEntity(ctx, input.groupId, input)),
  pick: groupProcedure("config.read")
    .input(PickInput)
    .query(({ ctx, input }) => pickEntities(ctx, input.groupId, input)),
  getDependents: groupProcedure("config.read")
    .input(EntityKeyInput)
    .query(({ ctx, input }) => getDependents(ctx, input.groupId, input)),
  saveEntity: groupProcedure("config.edit")
    .input(SaveEntityInput)
    .mutation(({ ctx, input }) => saveEntity(ctx, input.groupId, input)),
  saveEntityYaml: groupProcedure("config.edit")
    .input(SaveEntityYamlInput)
    .mutation(({ ctx, input }) => saveEntityYaml(ctx, input.groupId, input)),
  deleteEntities: groupProcedure("config.edit")
    .input(DeleteEntitiesInput)
    .mutation(({ ctx, input }) => deleteEntities(ctx, input.groupId, input)),
  setEnabled: groupProcedure("config.edit")
    .input(SetEnabledInput)
    .mutation(({ ctx, input }) => setEnabled(ctx, input.groupId, input)),
  getYaml: groupProcedure("config.read").query(({ ctx, input }) => getYaml(ctx, input.groupId)),
  saveYaml: groupProcedure("config.edit")
    .input(SaveYamlInput)
    .mutation(({ ctx, input }) => saveYaml(ctx, input.groupId, input)),
  listSteps: groupProcedure("config.read").query(({ ctx, input }) => listSteps(ctx, input.groupId)),
  undo: groupProcedure("config.edit")
    .input(RevisionInput)
    .mutation(({ ctx, input }) => undoStep(ctx, input.groupId, input.revision)),
  discard: groupProcedure("config.edit")
    .input(RevisionInput)
    .mutation(({ ctx, input }) => discardDraft(ctx, input.groupId, input.revision)),
  rebase: groupProcedure("config.edit")
    .input(RebaseInput)
    .mutation(({ ctx, input }) => rebaseOntoLive(ctx, input.groupId, input)),
  review: groupProcedure("config.read").query(({ ctx, input }) => reviewDraft(ctx, input.groupId)),
  publish: groupProcedure("config.publish")
    .input(PublishDraftInput)
    .mutation(({ ctx, input }) => publishDraft(ctx, input.groupId, input)),
});
