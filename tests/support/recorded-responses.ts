import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A small document, and what a running Kong Gateway 3.9.3 without a database answered to it. */
export interface RecordedResponse {
  id: string;
  document: Record<string, unknown>;
  status: number;
  /** To `POST /config`. */
  plainBody: string;
  /** To `POST /config?flatten_errors=1`. */
  flattenedBody: string;
}

/** The answers of a real node, against which parsers and the emulator are held. */
export const recordedResponses: RecordedResponse[] = readFileSync(join(import.meta.dirname, "..", "conformance", "kong-3.9-responses.ndjson"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as RecordedResponse); // safe because the file is ours and the tests read every field of it
