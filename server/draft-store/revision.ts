/**
 * The revision of a draft counts its steps within the config version that it began from: version 3 and the second step are
 * 3,000,002. So it grows with every step, undo, discard and publish, whoever makes it and whether the draft's row is still
 * there, and tells what its holder has seen.
 */
const PER_VERSION = 1_000_000;

/** The revision of a draft without a step, from that config version; 0: the group has none. */
export const firstRevisionOf = (versionNumber: number): number => versionNumber * PER_VERSION;

/** The config version that a draft of this revision began from; 0: none. */
export const versionOfRevision = (revision: number): number => Math.floor(revision / PER_VERSION);
