/** A place in a document: map keys and list positions (from 0), outermost first. */
export type DocumentPath = readonly (string | number)[];

/** One thing to say about a document: what is wrong, where, and what to do. An "error" forbids publishing; a "warning" does not. */
export interface Finding {
  severity: "error" | "warning";
  message: string;
  cure: string;
  path: (string | number)[];
  /** Where in the entity; absent: the finding is no field rule's. Empty: the entity as a whole. */
  field?: (string | number)[];
  /** The entity concerned; absent: the document as a whole. */
  entity?: { kind: string; name?: string; id?: string };
  /** From 1; absent: the place is not known. */
  line?: number;
  column?: number;
}

/** True for what forbids publishing. */
export const isError = ({ severity }: Pick<Finding, "severity">): boolean => severity === "error";

/** Puts errors before warnings; to sort by. */
export const errorsFirst = (a: Pick<Finding, "severity">, b: Pick<Finding, "severity">): number => Number(isError(b)) - Number(isError(a));

/** True for a map: an object that is neither null nor a list. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for what Kong cannot tell from an empty list: `[]`, `{}`, null and absence. */
export function isEmptyList(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return Array.isArray(value) ? value.length === 0 : isMap(value) && Object.keys(value).length === 0;
}
