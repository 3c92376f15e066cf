import { type Inspect, type Inspection, inspectFor } from "../config-versions/inspect";
import { MOST_DOCUMENT_BYTES } from "../domain/size-limits";
import { type AskThread, createThreadBeside, ThreadEndedError } from "./thread-beside";

/** What is smaller is inspected at once, in about ten milliseconds; twenty thousand characters of YAML take a hundred and more. */
const SMALL_CHARACTERS = 2048;
/** The largest document takes some ten seconds, and more on a busy machine. */
const MOST_MS = 60_000;

const refused = (message: string): Inspection => ({
  findings: [{ severity: "error", message, cure: "Split it, or take out what is not needed.", path: [] }],
});

/** Inspects large documents in a thread beside this one, so that a poll never waits for one; one that takes too much of it is refused. */
export function createInspectBeside({ mostMs = MOST_MS, ask = createThreadBeside() as AskThread } = {}): Inspect {
  const inThread: Inspect = async (source, terms) => {
    try {
      return (await ask({ task: "inspect", input: { source, terms } }, mostMs)) as Inspection; // safe because that is what the task gives
    } catch (error) {
      if (!(error instanceof ThreadEndedError)) throw error;
      return refused(`The document takes ${error.what === "time" ? `more than ${mostMs / 1000} seconds` : "too much memory"} to read.`);
    }
  };
  // What is too large is refused unread, and would be copied first.
  const isQuick = ({ length }: string): boolean => length <= SMALL_CHARACTERS || length > MOST_DOCUMENT_BYTES;
  return (source, terms) => (isQuick(source) ? Promise.resolve(inspectFor(source, terms)) : inThread(source, terms));
}
