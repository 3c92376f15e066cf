import type { Database } from "../../db/client";
import { countUnchained, selectChainPart, selectChains } from "../../db/queries/audit-chain";
import { type ChainBreak, type ChainPlace, CHAIN_START, checkChainEnd, checkChainPart } from "../domain/audit-chain";

const PART_ENTRIES = 1000;

/** What was found of one org's chain. `seq` and `hash` are of its newest entry: noted elsewhere, they prove later that nobody rewrote it all. */
export interface ChainProof {
  org: string;
  entries: number;
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

/** Walks the chains of all orgs, a part at a time, and tells each break. It reads only, so a server may be serving meanwhile. */
export async function verifyChains(db: Database, noted: readonly NotedPlace[] = []): Promise<ChainProof[]> {
  const proofs: ChainProof[] = [];
  for (const { orgId, slug, ...end } of await selectChains(db)) {
    const ofOrg = noted.filter(({ org }) => org === slug);
    const head = end.seq === null ? CHAIN_START : { seq: end.seq, hash: end.hash ?? "" };
    const found = await walk(db, orgId, { seq: end.floorSeq ?? 0, hash: end.floorHash ?? "" }, head, ofOrg);
    const unchained = await countUnchained(db, orgId);
    if (unchained > 0) found.breaks.push({ seq: head.seq, message: `${unchained} entries stand outside the chain.` });
    proofs.push({ org: slug, ...head, ...found });
  }
  return proofs;
}

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
  return { entries, breaks: [...breaks, ...checkChainEnd(last, head), ...lost] };
}
