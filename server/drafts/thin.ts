import type { z } from "zod";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type {
  DeleteEntitiesInput,
  Dependents,
  DraftPublished,
  DraftReview,
  DraftSaved,
  DraftStep,
  DraftSummary,
  EntitiesDeleted,
  EntityPage,
  EntitySaved,
  EntityView,
  ListEntitiesInput,
  PickedEntity,
  PublishDraftInput,
  RebaseInput,
  SaveEntityInput,
  SaveEntityYamlInput,
  SetEnabledInput,
} from "../domain/draft";
import type { EntityKey } from "../domain/configuration/configuration";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

interface At {
  groupId: string;
}

async function ofGroup(ctx: OrgContext, { groupId }: At): Promise<never> {
  if (!(await selectRuntimeGroup(ctx.org, groupId))) throw new DomainError("not_found", "No such runtime group.");
  throw new DomainError("invalid", "Drafts are not ready yet.");
}

/** The form of every procedure; bodies land one by one. */
export const thin = {
  get: (ctx: OrgContext, at: At): Promise<DraftSummary> => ofGroup(ctx, at),
  listEntities: (ctx: OrgContext, at: At & ListEntitiesInput): Promise<EntityPage> => ofGroup(ctx, at),
  getEntity: (ctx: OrgContext, at: At & EntityKey): Promise<EntityView> => ofGroup(ctx, at),
  pick: (ctx: OrgContext, at: At & { kind: string; search?: string | undefined }): Promise<PickedEntity[]> => ofGroup(ctx, at),
  getDependents: (ctx: OrgContext, at: At & EntityKey): Promise<Dependents> => ofGroup(ctx, at),
  saveEntity: (ctx: OrgContext, at: At & SaveEntityInput): Promise<EntitySaved> => ofGroup(ctx, at),
  saveEntityYaml: (ctx: OrgContext, at: At & SaveEntityYamlInput): Promise<EntitySaved> => ofGroup(ctx, at),
  deleteEntities: (ctx: OrgContext, at: At & DeleteEntitiesInput): Promise<EntitiesDeleted> => ofGroup(ctx, at),
  setEnabled: (ctx: OrgContext, at: At & SetEnabledInput): Promise<DraftSaved> => ofGroup(ctx, at),
  getYaml: (ctx: OrgContext, at: At): Promise<{ text: string; revision: number }> => ofGroup(ctx, at),
  saveYaml: (ctx: OrgContext, at: At & { text: string; revision: number }): Promise<DraftSaved> => ofGroup(ctx, at),
  listSteps: (ctx: OrgContext, at: At): Promise<DraftStep[]> => ofGroup(ctx, at),
  undo: (ctx: OrgContext, at: At & { revision: number }): Promise<DraftSaved> => ofGroup(ctx, at),
  discard: (ctx: OrgContext, at: At & { revision: number }): Promise<DraftSaved> => ofGroup(ctx, at),
  rebase: (ctx: OrgContext, at: At & z.infer<typeof RebaseInput>): Promise<DraftSaved> => ofGroup(ctx, at),
  review: (ctx: OrgContext, at: At): Promise<DraftReview> => ofGroup(ctx, at),
  publish: (ctx: OrgContext, at: At & PublishDraftInput): Promise<DraftPublished> => ofGroup(ctx, at),
};
