import { allEntities, entityOf, type Configuration } from "./configuration";

/** Whether publishing wants the number of deleted entities typed in first. `unreadable`: what is live cannot be read, so that all of it may go. */
export type PublishGuard = { kind: "none" } | { kind: "empty" | "mass_delete" | "unreadable"; count: number };

/** The share of a configuration that may be deleted without more ado. */
const SHARE = 1 / 5;

/** `empty`: nothing would be left or was there; `mass_delete`: more than a fifth of the entities would go. `count`: how many go. */
export function guardPublish(before: Configuration, after: Configuration): PublishGuard {
  let total = 0;
  let count = 0;
  for (const entity of allEntities(before)) {
    total += 1;
    if (!entityOf(after, entity)) count += 1;
  }
  if (after.entities.size === 0) return { kind: "empty", count };
  return count > total * SHARE ? { kind: "mass_delete", count } : { kind: "none" };
}
