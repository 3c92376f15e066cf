import { type AuditFilter, countAudit, selectAudit } from "../../db/queries/audit";
import type { OrgContext } from "../trpc/init";

const PAGE_ROWS = 50;

/** One page of what was done in the org, newest first; a page past the end gives the last one. */
export async function listActivity({ org }: OrgContext, filter: AuditFilter, page: number) {
  const total = await countAudit(org, filter);
  const pages = Math.max(1, Math.ceil(total / PAGE_ROWS));
  const rows = await selectAudit(org, filter, PAGE_ROWS, (Math.min(page, pages) - 1) * PAGE_ROWS);
  return { rows, total, pages };
}
