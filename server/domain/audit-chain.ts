/**
 * The chain of an org's audit trail. Entries are numbered from 1 without a gap; each carries the hash of the one before it, and its own,
 * over all that it says, its number and that hash. So an entry cannot be changed, taken out or moved without a break that anybody can
 * find. The org's head keeps the newest number and hash, so that taking out the newest shows too, and where the trail begins once old
 * entries are let go. Whoever rewrites the whole chain and its head is caught by a head that was noted elsewhere.
 */

/** What acts: a person, an access token for its owner, a runtime instance about itself, or Signalbox by its own rules. */
export const ACTOR_KINDS = ["user", "token", "instance", "system"] as const;
/** One of them. */
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Who acts, and from where. What is not known is null. */
export interface Actor {
  actor: string;
  actorKind: ActorKind;
  actorId: string | null;
  /** The address that the request came from. */
  address: string | null;
  requestId: string | null;
}

/** What an audit entry tells. `before` and `after` are JSON objects as text, without a secret; null: there is nothing to tell. */
export interface AuditFacts extends Actor {
  id: string;
  at: number;
  action: string;
  target: string;
  groupId: string | null;
  before: string | null;
  after: string | null;
}

/** Of the fields that were set, those that are others than before, as they were and as they became. */
export function changedFields(old: Readonly<Record<string, unknown>>, set: Readonly<Record<string, unknown>>) {
  const names = Object.keys(set).filter((name) => JSON.stringify(old[name]) !== JSON.stringify(set[name]));
  const pick = (from: Readonly<Record<string, unknown>>) => Object.fromEntries(names.map((name) => [name, from[name]]));
  return { before: pick(old), after: pick(set) };
}

/** A place in the chain: the number and hash of an entry. */
export interface ChainPlace {
  seq: number;
  hash: string;
}

/** Before the first entry. */
export const CHAIN_START: ChainPlace = { seq: 0, hash: "" };

/** What the hash of an entry is taken over: every fact in a fixed order, unambiguously. An earlier release's entries lack what it did not know. */
export function chainedText(orgId: string, seq: number, previousHash: string, facts: AuditFacts): string {
  const { id, at, actor, actorKind, actorId, address, requestId, action, target, groupId, before, after } = facts;
  return JSON.stringify([orgId, seq, previousHash, id, at, actor, actorKind, actorId, address, requestId, action, target, groupId, before, after]);
}

/** An entry as it was found, with the hash that its facts really have. */
export interface FoundEntry extends ChainPlace {
  previousHash: string;
  actualHash: string;
}

/** A break in the chain: at which number, and what is wrong there. */
export interface ChainBreak {
  seq: number;
  message: string;
}

const breakAt = (seq: number, message: string): ChainBreak => ({ seq, message });

/** Checks a part of the chain in order, from the place before its first entry; gives its breaks and the place where the next part goes on. */
export function checkChainPart(after: ChainPlace, entries: readonly FoundEntry[]): { breaks: ChainBreak[]; last: ChainPlace } {
  const breaks: ChainBreak[] = [];
  let last = after;
  for (const { seq, hash, previousHash, actualHash } of entries) {
    const missing = seq - last.seq - 1;
    if (missing > 0) breaks.push(breakAt(last.seq + 1, missing === 1 ? "This entry is missing." : `The entries ${last.seq + 1} to ${seq - 1} are missing.`));
    if (actualHash !== hash) breaks.push(breakAt(seq, "This entry is not as it was written."));
    else if (missing === 0 && previousHash !== last.hash) breaks.push(breakAt(seq, "This entry does not follow the one before it."));
    last = { seq, hash };
  }
  return { breaks, last };
}

/** Checks the chain's end, as it was found, against the head that was kept apart. */
export function checkChainEnd(last: ChainPlace, head: ChainPlace): ChainBreak[] {
  if (last.seq < head.seq) return [breakAt(last.seq + 1, `The newest entries are missing, up to ${head.seq}.`)];
  return last.hash === head.hash ? [] : [breakAt(last.seq, "The newest entry is not the one that was written last.")];
}
