import type { MatchBudget } from "./lua-pattern";
import type { NamedCheck, NamedCheckContext } from "./named-check";
import type { FieldSchema } from "./schema";

/** One thing that a rule has to say about an entity. */
export interface Fault {
  severity: "error" | "warning";
  /** What is wrong, in plain words. */
  message: string;
  /** What to do about it. */
  cure: string;
  /** Relative to the entity; empty: the entity as a whole. */
  path: (string | number)[];
}

/** The state of one check of one entity: where it stands, and what it found. Shared by all rules, so that a sound value costs no memory. */
export interface CheckRun {
  /** Undefined: only the answer counts. */
  faults: Fault[] | undefined;
  /** From the entity to the value in hand; changed in place. */
  readonly path: (string | number)[];
  readonly named: ReadonlyMap<string, NamedCheck>;
  readonly context: NamedCheckContext;
  /** Shared by all entities of a document. */
  readonly matching: MatchBudget;
  /** Checks the fields of a record; a member, because records hold values and values hold records. */
  readonly checkFields: (run: CheckRun, record: FieldSchema, value: Readonly<Record<string, unknown>>) => boolean;
}

/** Notes an error at the value in hand; always false, the answer of a failed check. */
export function fail(run: CheckRun, message: string, cure: string): false {
  run.faults?.push({ severity: "error", message, cure, path: [...run.path] });
  return false;
}

/** Notes a warning at the value in hand. */
export function warn(run: CheckRun, message: string, cure: string): void {
  run.faults?.push({ severity: "warning", message, cure, path: [...run.path] });
}

/** Does the work with `keys` appended to the path, whatever happens. */
export function within<T>(run: CheckRun, keys: readonly (string | number)[], work: () => T): T {
  run.path.push(...keys);
  try {
    return work();
  } finally {
    run.path.length -= keys.length;
  }
}
