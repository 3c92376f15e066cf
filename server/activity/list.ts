import { type AuditFilter, countAudit, selectAudit } from "../../db/queries/audit";
import type { OrgContext } from "../trpc/init";

/** One page of what was done in the org, newest first; a page past the end gives the last one. */
export async function listActivity({ org }: OrgContext, filter: AuditFilter, page: number, pageSize: number) {
  const total = await countAudit(org, filter);
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const rows = await selectAudit(org, filter, pageSize, (Math.min(page, pages) - 1) * pageSize);
  return { rows, total, pages };
}
