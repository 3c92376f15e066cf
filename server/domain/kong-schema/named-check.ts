/** One fault that a named check found in a value; without a severity it is an error. */
export interface NamedFault {
  /** What is wrong, in plain words. */
  message: string;
  /** What to do about it. */
  cure?: string;
  severity?: "error" | "warning";
  /** Where the fault lies inside the checked value; absent: the value itself. */
  path?: (string | number)[];
}

/** What a check may know besides the value. */
export interface NamedCheckContext {
  /** The time in milliseconds that "expired" is judged against. */
  now: number;
}

/** A rule of Kong that is a function there and not data: it never throws, and no fault means that Kong takes the value as far as can be told. */
export type NamedCheck = (value: unknown, context?: NamedCheckContext) => NamedFault[];
