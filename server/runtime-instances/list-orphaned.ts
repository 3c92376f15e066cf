import { z } from "zod";
import { selectDeletedGroups, selectOrphans } from "../../db/queries/orphans";
import type { OrgContext } from "../trpc/init";

const MOST_GROUPS = 100;

/** What is asked for of the orphaned instances: a part of a host or id, whether they are archived, their group, and a page from 1. */
export const OrphanedInput = z.object({
  q: z.string().trim().max(200).default(""),
  isArchived: z.boolean().optional(),
  deletedGroupId: z.uuid().optional(),
  page: z.number().int().min(1).default(1),
  pageSize: z.number().int().min(1).max(200).default(50),
});

/** A page of the org's instances whose group is gone, by host, past the end the last one: they keep serving what they run, and take no more config. Archived ones are among them. */
export async function listOrphanedInstances({ org }: OrgContext, { q, page, pageSize, ...filter }: z.infer<typeof OrphanedInput>) {
  const read = (number: number) => selectOrphans(org, { text: q, ...filter }, pageSize, (number - 1) * pageSize);
  const found = await read(page);
  const pages = Math.max(1, Math.ceil(found.total / pageSize));
  return { ...(page > pages ? await read(pages) : found), pages };
}

/** The deleted groups whose instances are still known, the newest first, at most 100, with how many of each there are, archived ones too. */
export const listDeletedGroups = ({ org }: OrgContext) => selectDeletedGroups(org, MOST_GROUPS);
