import { randomUUID } from "node:crypto";
import { unstable_rethrow } from "next/navigation";
import { errorNames } from "@/server/domain/error-names";

/** What an error page shows of an unknown error, and the log as well. */
export class UnknownError extends Error {
  /** Next hands on this property alone to the browser. */
  readonly digest: string;
  constructor(requestId: string) {
    super(`request ${requestId} failed; its cause is in the log above`);
    this.digest = requestId;
  }
}

/**
 * Does what no procedure does for an action. An unknown error goes to the log by its names and passes on without its cause: Next writes
 * whole errors to the log, and a driver's holds its parameters, a password's hash among them. What Next itself throws passes as it is, and
 * so does what `isKnown` knows.
 */
export async function withoutCause<T>(action: string, work: () => Promise<T>, isKnown: (error: unknown) => boolean = () => false): Promise<T> {
  try {
    return await work();
  } catch (error) {
    unstable_rethrow(error);
    if (isKnown(error)) throw error;
    const requestId = randomUUID();
    console.error(`request ${requestId} ${action}: ${errorNames(error)}`);
    throw new UnknownError(requestId);
  }
}
