import type { Database } from "../../db/client";
import { updateInstance } from "../../db/queries/runtime";
import type { RuntimeDb } from "../../db/scoped";

interface Sighting {
  runtime: RuntimeDb;
  lastSeenAt: number;
  runningEtag: string | null;
}

const FLUSH_MS = 5000;
/** A sighting that says something new is written soon, so that the console shows it. */
const SOON_MS = 100;

/**
 * Last-seen facts in memory, written in batches: many rows a transaction, at most one row per instance and batch. A
 * failed write is tried again with the next batch and never fails a poll; facts of the last seconds may be lost in a crash.
 */
export class LastSeen {
  private pending = new Map<string, Sighting>();
  private readonly known = new Map<string, string | null>();
  private timer: NodeJS.Timeout | null = null;
  private dueAt = Infinity;

  constructor(private readonly db: Database) {}

  note(runtime: RuntimeDb, lastSeenAt: number, runningEtag: string | null): void {
    const isNews = !this.known.has(runtime.instanceId) || this.known.get(runtime.instanceId) !== runningEtag;
    this.known.set(runtime.instanceId, runningEtag);
    this.pending.set(runtime.instanceId, { runtime, lastSeenAt, runningEtag });
    this.schedule(isNews ? SOON_MS : FLUSH_MS);
  }

  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.dueAt = Infinity;
    const batch = this.pending;
    this.pending = new Map();
    if (batch.size === 0) return;
    try {
      await this.db.write(async (tx) => {
        for (const { runtime, lastSeenAt, runningEtag } of batch.values()) await updateInstance(tx, runtime, { lastSeenAt, runningEtag });
      });
    } catch {
      for (const [id, sighting] of batch) if (!this.pending.has(id)) this.pending.set(id, sighting);
    }
  }

  private schedule(delayMs: number): void {
    const dueAt = Date.now() + delayMs;
    if (dueAt >= this.dueAt) return;
    if (this.timer) clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => void this.flush(), delayMs);
    this.timer.unref();
  }
}
