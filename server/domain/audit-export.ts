import type { AuditFacts } from "./audit-chain";

/** An entry as it is exported: what it tells, and its number in the chain (null: it stands outside). */
export type ExportedEntry = AuditFacts & { seq: number | null };

const COLUMNS = ["seq", "time", "actorKind", "actor", "actorId", "action", "target", "groupId", "address", "requestId", "before", "after"] as const;

const timeOf = (at: number): string => new Date(at).toISOString();

/** Quoted as RFC 4180 says. A spreadsheet would run what begins like a formula, so a quote stands before that (OWASP, CSV injection). */
function csvField(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The entries as CSV with a line of names (RFC 4180: CRLF at each line's end). */
export const auditCsv = (entries: readonly ExportedEntry[]): string =>
  [COLUMNS.join(","), ...entries.map((entry) => COLUMNS.map((name) => csvField(name === "time" ? timeOf(entry.at) : entry[name])).join(","))]
    .map((line) => `${line}\r\n`)
    .join("");

const parsed = (text: string | null): unknown => (text === null ? null : JSON.parse(text));

/** The entries as NDJSON: a JSON object a line. */
export const auditNdjson = (entries: readonly ExportedEntry[]): string =>
  entries
    .map(({ at, before, after, ...entry }) => `${JSON.stringify({ ...entry, time: timeOf(at), before: parsed(before), after: parsed(after) })}\n`)
    .join("");
