import { randomUUID } from "node:crypto";
import { type AuditFilter, countAudit, insertAudit, selectAudit } from "../../db/queries/audit";
import { auditCsv, auditNdjson } from "../domain/audit-export";
import type { OrgContext } from "../trpc/init";

// More are exported in several files, each of its own days.
const MOST_EXPORTED = 10_000;

/** The newest entries that match, as the text of a file, with how many match in all. That it was exported is an entry itself. */
export async function exportActivity({ deps, org, by }: OrgContext, filter: AuditFilter, format: "csv" | "ndjson") {
  const [total, rows] = [await countAudit(org, filter), await selectAudit(org, filter, MOST_EXPORTED)];
  const entry = {
    id: randomUUID(),
    at: deps.now(),
    ...by,
    action: "activity.export",
    target: rows.length === 1 ? "1 entry" : `${rows.length} entries`,
    after: { format, ...filter },
  };
  await org.db.write((tx) => insertAudit(tx, org, entry));
  return { text: format === "csv" ? auditCsv(rows) : auditNdjson(rows), count: rows.length, total };
}
