import { z } from "zod";
import { selectArchived } from "../../db/queries/instance-changes";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** What is asked for of the archived instances: a part of a host or id, and a page from 1. */
export const ArchivedInput = z.object({
  q: z.string().trim().max(200).default(""),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});

/** A page of the group's archived instances, the newest first; past the end the last one. Throws `not_found`. */
export async function listArchivedInstances({ org }: OrgContext, groupId: string, { q, page, pageSize }: z.infer<typeof ArchivedInput>) {
  if (!(await selectRuntimeGroup(org, groupId))) throw new DomainError("not_found", "No such runtime group.");
  const read = (number: number) => selectArchived(org, groupId, q, pageSize, (number - 1) * pageSize);
  const found = await read(page);
  const pages = Math.max(1, Math.ceil(found.total / pageSize));
  return { ...(page > pages ? await read(pages) : found), pages };
}
