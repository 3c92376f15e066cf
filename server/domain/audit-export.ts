import type { AuditFacts } from "./audit-chain";
import { csvText } from "./csv-text";

/** An entry as it is exported: what it tells, and its number in the chain (null: it stands outside). */
export type ExportedEntry = AuditFacts & { seq: number | null };

const COLUMNS = ["seq", "time", "actorKind", "actor", "actorId", "action", "target", "groupId", "address", "requestId", "before", "after"] as const;

const timeOf = (at: number): string => new Date(at).toISOString();

/** The entries as CSV. */
export const auditCsv = (entries: readonly ExportedEntry[]): string =>
  csvText(
    COLUMNS,
    entries.map((entry) => COLUMNS.map((name) => (name === "time" ? timeOf(entry.at) : entry[name]))),
  );

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/** The entries as NDJSON: a JSON object a line. */
export const auditNdjson = (entries: readonly ExportedEntry[]): string =>
  entries
    .map(({ at, before, after, ...entry }) => `${JSON.stringify({ ...entry, time: timeOf(at), before: parsed(before), after: parsed(after) })}\n`)
    .join("");
