import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A small document, and whether a real Kong Gateway 3.9.3 without a database took it. */
export interface RecordedDocument {
  id: string;
  title: string;
  doc: Record<string, unknown>;
  ok: boolean;
  /** How Kong's error tree begins, where it gave one. */
  err?: { text?: string; fields?: unknown };
}

/** The collection as it is kept beside a checkout, which may have grown since; else the copy that we keep. */
const BESIDE = join(import.meta.dirname, "..", "..", "..", "shared", "conformance", "documents.ndjson");
const COPY = join(import.meta.dirname, "..", "conformance", "kong-3.9-documents.ndjson");

/** Documents with the verdict of a real node, against which the check that guards publishing is held. */
export const recordedDocuments: RecordedDocument[] = readFileSync(existsSync(BESIDE) ? BESIDE : COPY, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as RecordedDocument); // safe because the file is ours and the tests read every field of it
