/** One record of an apply timeline, as stored. */
export interface ApplyRecord {
  kind: "offered" | "applied" | "rejected" | "drift";
  etag: string | null;
  at: number;
}

/**
 * The records, newest first as given, each with how long it took: from the offer of the same document to its being
 * applied or rejected, in milliseconds. Null: no such offer is known, or the record is no outcome.
 */
export function withDurations<Record extends ApplyRecord>(newestFirst: readonly Record[]): (Record & { tookMs: number | null })[] {
  return newestFirst.map((record, index) => {
    const isOutcome = record.kind === "applied" || record.kind === "rejected";
    const before = isOutcome ? newestFirst.slice(index + 1).find((each) => each.etag === record.etag && each.kind !== "drift") : undefined;
    // An earlier outcome of the same document ends the search: a healed drift was offered nothing.
    return { ...record, tookMs: before?.kind === "offered" ? Math.max(0, record.at - before.at) : null };
  });
}
