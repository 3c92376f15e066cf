import type { Database } from "../../db/client";
import { countUnchained, selectChainPart, selectChains } from "../../db/queries/audit-chain";
import { type ChainBreak, type ChainPlace, CHAIN_START, checkChainEnd, checkChainPart } from "../domain/audit-chain";

const PART_ENTRIES = 1000;

/**
 * What was found of one org's chain. `seq` and `hash` are of its newest entry: noted elsewhere, they prove later that nobody rewrote it all.
 * `from`: the number that it begins at, past the entries that were let go as too old.
 */
export interface ChainProof {
  org: string;
  entries: number;
  from: number;
  seq: number;
  hash: string;
  breaks: ChainBreak[];
}

/** An entry's place that was noted when its org's chain was last proven. */
export interface NotedPlace {
  org: string;
  seq: number;
  hash: string;
}

/** Walks the chains of all orgs, a part at a time, and tells each break, and each noted place that proves nothing. It reads only, so a server may be serving meanwhile. */
export async function verifyChains(db: Database, noted: readonly NotedPlace[] = []): Promise<ChainProof[]> {
  const proofs: ChainProof[] = [];
  for (const { orgId, slug, ...end } of await selectChains(db)) {
    const ofOrg = noted.filter(({ org }) => org === slug);
    const floor = { seq: end.floorSeq ?? 0, hash: end.floorHash ?? "" };
    const head = end.seq === null ? CHAIN_START : { seq: end.seq, hash: end.hash ?? "" };
    const found = await walk(db, orgId, floor, head, ofOrg);
    const unchained = await countUnchained(db, orgId);
    if (unchained > 0) found.breaks.push({ seq: head.seq, message: `${unchained} entries stand outside the chain.` });
    proofs.push({ org: slug, from: floor.seq + 1, ...head, ...found });
  }
  const lost = noted.filter(({ org }) => !proofs.some((proof) => proof.org === org));
  const gone = lost.map(({ org, seq }) => ({ org, entries: 0, from: 1, ...CHAIN_START, breaks: [{ seq, message: "There is no such organization." }] }));
  return [...proofs, ...gone];
}

const letGoMessage = (from: number): string =>
  `This entry was noted, and the trail begins at ${from} by now: it was let go as too old, or taken out. Note a newer one.`;

async function walk(db: Database, orgId: string, floor: ChainPlace, head: ChainPlace, noted: readonly NotedPlace[]) {
  const breaks: ChainBreak[] = [];
  let [last, entries] = [floor, 0];
  while (last.seq < head.seq) {
    // What is written meanwhile is past the head that was read, and is the next proof's.
    const part = await selectChainPart(db, orgId, { afterSeq: last.seq, upToSeq: head.seq, limit: PART_ENTRIES });
    if (part.length === 0) break;
    const isOther = ({ seq, hash }: NotedPlace) => part.some((entry) => entry.seq === seq && entry.hash !== hash);
    const checked = checkChainPart(last, part);
    breaks.push(...checked.breaks, ...noted.filter(isOther).map(({ seq }) => ({ seq, message: "This entry is not the one that was noted." })));
    last = checked.last;
    entries += part.length;
  }
  const lost = noted.filter(({ seq }) => seq > head.seq).map(({ seq }) => ({ seq, message: "This entry was noted, and is missing." }));
  const letGo = noted.filter(({ seq }) => seq <= floor.seq).map(({ seq }) => ({ seq, message: letGoMessage(floor.seq + 1) }));
  return { entries, breaks: [...breaks, ...checkChainEnd(last, head), ...lost, ...letGo] };
}
