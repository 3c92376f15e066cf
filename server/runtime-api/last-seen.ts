import type { Database } from "../../db/client";
import { writeSightings } from "../../db/queries/sightings";
import type { RuntimeDb } from "../../db/scoped";

/** A version that was served; the time is the poll's. */
export interface Offer {
  etag: string;
  versionNumber: number;
  at: number;
  /** When a person asked for it, though the node may hold it. Absent: nobody did. */
  syncRequestedAt?: number;
}

/** What a poll tells. `runningEtag` undefined: it tells nothing new of it; null: Kong runs nothing of ours yet. */
export interface Sighting {
  at: number;
  pollIntervalSeconds: number;
  runningEtag?: string | null;
  /** The expected version, where the node has refused it. Absent: it has not, as far as this poll tells. */
  refusedEtag?: string | undefined;
  offer?: Offer;
}

interface Pending {
  runtime: RuntimeDb;
  lastSeenAt: number;
  runningEtag: string | null | undefined;
  refusedEtag: string | undefined;
  offers: Offer[];
  dueAt: number;
}

interface Known {
  runningEtag: string | null | undefined;
  refusedEtag: string | undefined;
  offeredEtag: string | null;
  syncedAt: number | undefined;
  writtenAt: number;
}

const FLUSH_MS = 5000;
/** What could not be written for so long was heard of by nobody who reads the database. */
const DEAF_MS = 3 * FLUSH_MS;
/** A sighting that says something new is written soon, so that the console shows it. */
const SOON_MS = 100;
/** Rows in one transaction: other writes get their turn in between. */
const ROWS = 500;
/** Beyond it the oldest are forgotten, at the price of one write too many for them. */
const MOST_KNOWN = 200_000;

/** Does a write after the answer, for hosts that keep no timer between requests (an edge worker's `waitUntil`). */
export type Defer = (write: () => Promise<void>) => void;

/**
 * Last-seen facts in memory, written in batches: many rows a transaction, and unless there is news at most one row per
 * instance and poll interval. A failed write is tried again with the next batch and never fails a poll; facts of the
 * last seconds may be lost in a crash.
 */
export class LastSeen {
  private readonly pending = new Map<string, Pending>();
  private readonly known = new Map<string, Known>();
  private timer: NodeJS.Timeout | null = null;
  private timerAt = Infinity;
  private isClosed = false;
  /** When writing began to fail. Null: it does not. */
  private failingSince: number | null = null;
  private heardAgainAt = -Infinity;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
    private readonly defer?: Defer,
  ) {}

  note(runtime: RuntimeDb, { at, pollIntervalSeconds, runningEtag, refusedEtag, offer }: Sighting): void {
    const id = runtime.instanceId;
    const known = this.known.get(id);
    const etag = runningEtag === undefined ? known?.runningEtag : runningEtag;
    const isOffered = offer !== undefined && (offer.etag !== known?.offeredEtag || offer.syncRequestedAt !== undefined);
    const refused = runningEtag === undefined ? known?.refusedEtag : refusedEtag;
    const isNews = !known || isOffered || known.runningEtag !== etag || known.refusedEtag !== refused;
    const earlier = this.pending.get(id);
    if (!isNews && earlier) {
      earlier.lastSeenAt = at;
      this.writeWhenDue(earlier.dueAt, at);
      return;
    }
    const dueAt = isNews ? at : Math.min(earlier?.dueAt ?? Infinity, known.writtenAt + pollIntervalSeconds * 1000);
    const offers = [...(earlier?.offers ?? []), ...(isOffered ? [offer] : [])];
    this.pending.set(id, { runtime, lastSeenAt: at, runningEtag: etag, refusedEtag: refused, offers, dueAt });
    this.remember(id, {
      runningEtag: etag,
      refusedEtag: refused,
      offeredEtag: offer?.etag ?? known?.offeredEtag ?? null,
      syncedAt: offer?.syncRequestedAt ?? known?.syncedAt,
      writtenAt: known?.writtenAt ?? -Infinity,
    });
    this.writeWhenDue(dueAt, at);
  }

  /**
   * The instance's running tag as its report tells it. Call before the report's own write is queued, so that no older
   * sighting that is still in memory is written over it.
   */
  noteRunning({ instanceId }: RuntimeDb, runningEtag: string | null): void {
    this.correct(instanceId, { runningEtag });
  }

  /** Call before a report's own write is queued: what the node refused before is the report's to say, until a poll says it again. */
  forgetRefusal({ instanceId }: RuntimeDb): void {
    this.correct(instanceId, { refusedEtag: undefined });
  }

  forget(instanceId: string): void {
    this.known.delete(instanceId);
  }

  /** Whether this very request for a sync was answered, be it written already or not. */
  isSynced({ instanceId }: RuntimeDb, requestedAt: number): boolean {
    return this.known.get(instanceId)?.syncedAt === requestedAt;
  }

  /** Since when what is told here comes to the database; where it does not, now. Before: as far as this process knows, ever. */
  get listeningSince(): number {
    return this.isDeaf() ? this.now() : this.heardAgainAt;
  }

  /** Writes all that is in memory. */
  flush(): Promise<void> {
    return this.writeWhere(() => true);
  }

  private correct(instanceId: string, facts: Partial<Pick<Known, "runningEtag" | "refusedEtag">>): void {
    for (const each of [this.known.get(instanceId), this.pending.get(instanceId)]) if (each) Object.assign(each, facts);
  }

  private writeWhenDue(dueAt: number, at: number): void {
    if (!this.defer) this.schedule(dueAt <= at ? SOON_MS : FLUSH_MS);
    else if (dueAt <= at) this.defer(() => this.writeDue());
  }

  private writeDue(): Promise<void> {
    const now = this.now();
    return this.writeWhere((pending) => pending.dueAt <= now);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.flush();
  }

  private async writeWhere(isDue: (pending: Pending) => boolean): Promise<void> {
    const due = [...this.pending].filter(([, pending]) => isDue(pending));
    for (const [id] of due) this.pending.delete(id);
    const writes = [];
    for (let from = 0; from < due.length; from += ROWS) writes.push(this.write(due.slice(from, from + ROWS)));
    await Promise.all(writes);
  }

  private async write(batch: [string, Pending][]): Promise<void> {
    try {
      for (const [id, { lastSeenAt }] of batch) {
        const known = this.known.get(id);
        if (known) known.writtenAt = lastSeenAt;
      }
      await this.db.write((tx) =>
        writeSightings(
          tx,
          batch.map(([, pending]) => pending),
        ),
      );
      if (this.isDeaf()) this.heardAgainAt = this.now();
      this.failingSince = null;
    } catch {
      this.failingSince ??= this.now();
      for (const [id, failed] of batch) {
        const newer = this.pending.get(id);
        // What a report told since is newer than what failed.
        const { runningEtag, refusedEtag } = this.known.get(id) ?? failed;
        this.pending.set(id, newer ? { ...newer, offers: [...failed.offers, ...newer.offers], dueAt: failed.dueAt } : { ...failed, runningEtag, refusedEtag });
      }
      // What was deferred is over; the next sighting's write makes up for it.
      if (!this.defer) this.schedule(FLUSH_MS);
    }
  }

  private isDeaf(): boolean {
    return this.failingSince !== null && this.now() - this.failingSince >= DEAF_MS;
  }

  private remember(id: string, known: Known): void {
    this.known.delete(id);
    this.known.set(id, known);
    const oldest = this.known.size > MOST_KNOWN ? this.known.keys().next().value : undefined;
    if (oldest !== undefined) this.known.delete(oldest);
  }

  private schedule(delayMs: number): void {
    const timerAt = Date.now() + delayMs;
    if (this.isClosed || timerAt >= this.timerAt) return;
    if (this.timer) clearTimeout(this.timer);
    this.timerAt = timerAt;
    this.timer = setTimeout(() => {
      this.timer = null;
      this.timerAt = Infinity;
      void this.writeDue();
      if (this.pending.size > 0) this.schedule(FLUSH_MS);
    }, delayMs);
    this.timer.unref();
  }
}
