"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { EntityKey } from "@/server/domain/configuration/configuration";
import type { DraftSaved, EntitiesDeleted, EntitySaved, SaveEntityInput, SaveEntityYamlInput } from "@/server/domain/draft";

interface At {
  org: string;
  groupId: string;
}

const refresh = ({ org, groupId }: At) => revalidatePath(paths.configuration(org, groupId), "layout");

export async function saveEntityAction(at: At, input: SaveEntityInput): Promise<EntitySaved | FormResult> {
  const result = await attempt((api) => api.drafts.saveEntity({ ...at, ...input }));
  if ("ok" in result && result.ok) refresh(at);
  return result;
}

export async function saveEntityYamlAction(at: At, input: SaveEntityYamlInput): Promise<EntitySaved | FormResult> {
  const result = await attempt((api) => api.drafts.saveEntityYaml({ ...at, ...input }));
  if ("ok" in result && result.ok) refresh(at);
  return result;
}

export async function deleteEntityAction(at: At, key: EntityKey, revision: number, confirmDependents: number): Promise<EntitiesDeleted | FormResult> {
  const result = await attempt((api) => api.drafts.deleteEntities({ ...at, keys: [key], revision, confirmDependents }));
  if ("ok" in result && result.ok) refresh(at);
  return result;
}

export async function setEnabledAction(at: At, key: EntityKey, enabled: boolean, revision: number): Promise<DraftSaved | FormResult> {
  const result = await attempt((api) => api.drafts.setEnabled({ ...at, keys: [key], enabled, revision }));
  if ("ok" in result && result.ok) refresh(at);
  return result;
}
