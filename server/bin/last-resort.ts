import { errorNames } from "../domain/error-names";

/** Where the error was made, without its message, which may hold what a user wrote. Empty where the two cannot be told apart. */
function placesOf(error: unknown): string {
  if (!(error instanceof Error) || !error.stack) return "";
  const at = error.stack.indexOf(error.message);
  return at < 0 ? "" : error.stack.slice(at + error.message.length).replace(/\n\s*/g, " ");
}

const tell = (what: string, error: unknown): string => `${what}: ${errorNames(error)}${placesOf(error)}`;

/**
 * What no code of ours caught goes to the log without its message, which a driver fills with parameters. A rejection that nobody awaited
 * stands in nobody's way, and the process serves on; after an exception nothing is known of its state, and it ends: what was acknowledged is in the database.
 */
export function catchUnforeseen(log: (line: string) => void = console.error): void {
  process.on("unhandledRejection", (reason) => log(tell("unhandled rejection", reason)));
  process.on("uncaughtException", (error) => {
    log(tell("uncaught exception", error));
    process.exit(1);
  });
}
