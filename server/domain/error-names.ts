/** An error whose message is written for the log: it holds no parameter and no secret. */
class TellableError extends Error {
  override readonly name = "TellableError";
}

/**
 * What may go to the log of an unknown error: its names and codes, outermost first, and never a message, since a driver's holds its
 * parameters; but that of a `TellableError`.
 */
export function errorNames(error: unknown): string {
  const names: string[] = [];
  for (let cause = error; cause instanceof Error && names.length < 4; cause = cause.cause) {
    const code = "code" in cause && typeof cause.code === "string" && /^[A-Z0-9_]{1,60}$/.test(cause.code) ? ` ${cause.code}` : "";
    names.push(cause instanceof TellableError ? cause.message : `${cause.name}${code}`);
  }
  return names.join(" < ") || "unknown error";
}

/** So many failures are told. */
const MOST_TOLD = 10;

/** A part of some work that failed: what it was, as in "rollout 1a2b", and why. */
export interface FailedPart {
  what: string;
  error: unknown;
}

/** What is thrown once all parts of some work were done but those. */
export function partsFailed(failures: readonly FailedPart[]): TellableError {
  const told = failures.slice(0, MOST_TOLD).map(({ what, error }) => `${what}: ${errorNames(error)}`);
  const more = failures.length - told.length;
  return new TellableError([...told, ...(more > 0 ? [`${more} more`] : [])].join("; "));
}
