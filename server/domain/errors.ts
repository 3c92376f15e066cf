/** The closed list of what can go wrong by a caller's doing. */
export type DomainErrorCode = "not_found" | "forbidden" | "conflict" | "stale" | "invalid" | "limit";

/** A refusal that a caller can understand and mend. `field` names the input it belongs to; absent: the whole request. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly field?: string,
  ) {
    super(message);
  }
}

/** Whether an error is a refusal in words of ours. */
export const isDomainError = (error: unknown): error is DomainError => error instanceof DomainError;
