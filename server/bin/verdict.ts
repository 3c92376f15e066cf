import { readFileSync } from "node:fs";
import { inspectConfig } from "../config-versions/inspect";
import { CATALOG } from "../domain/catalog/catalog";
import { type Finding, isError } from "../domain/config-document/finding";
import type { SchemaSet } from "../domain/kong-schema/schema";

/** A node as Kong ships it: no plugin but the bundled ones. */
const STOCK_NODE: SchemaSet = { ...CATALOG, isComplete: true };

/** What is said of one document. */
export interface Verdict {
  id: unknown;
  ok: boolean;
  errors: Pick<Finding, "entity" | "field" | "path" | "message" | "cure">[];
}

/** What the check that guards publishing says of a document, a text or a parsed one, for open-source Kong Gateway 3.9 without a database. Never throws. */
export function judge(id: unknown, doc: unknown): Verdict {
  const source = typeof doc === "string" ? doc : JSON.stringify(doc ?? null);
  const { findings } = inspectConfig(source, { schemas: STOCK_NODE, isAsWritten: true });
  const errors = findings.filter(isError).map(({ entity, field, path, message, cure }) => ({ entity, field, path, message, cure }));
  return { id, ok: errors.length === 0, errors };
}

/** Prints for each line of the file, JSON with an `id` and a `doc`, one JSON line with what is said of the document. */
export function verdict([file]: string[]): void {
  if (file === undefined) {
    console.error("Usage: npm run -s verdict -- FILE.ndjson");
    process.exit(2);
  }
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.trim() === "") continue;
    const { id, doc } = JSON.parse(line) as { id?: unknown; doc?: unknown }; // safe because every use of the two expects anything
    console.log(JSON.stringify(judge(id ?? null, doc)));
  }
}
