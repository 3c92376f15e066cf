import type { NamedCheck } from "./named-check";

/** The checks that Kong writes as functions, by the name that schemas give them. */
export const NAMED_CHECKS: ReadonlyMap<string, NamedCheck> = new Map();
