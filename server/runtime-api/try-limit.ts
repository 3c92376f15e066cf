import { Refusal } from "./answers";

const WINDOW_MS = 60_000;
const MOST_FAILURES = 30;
const MOST_ADDRESSES = 10_000;

/** Failed enrollments by address within a minute, in memory; past 30 of them the address waits (429). */
export class TryLimit {
  private readonly failures = new Map<string, { count: number; since: number }>();

  constructor(private readonly now: () => number) {}

  assertFree(address: string): void {
    const entry = this.failures.get(address);
    if (!entry || entry.count < MOST_FAILURES) return;
    const waitMs = entry.since + WINDOW_MS - this.now();
    if (waitMs > 0) throw new Refusal(429, "Too many failed tries from this address.", { "Retry-After": String(Math.ceil(waitMs / 1000)) });
    this.failures.delete(address);
  }

  noteFailure(address: string): void {
    const entry = this.failures.get(address);
    if (entry && this.now() - entry.since < WINDOW_MS) {
      entry.count += 1;
      return;
    }
    this.failures.delete(address);
    this.failures.set(address, { count: 1, since: this.now() });
    const oldest = this.failures.size > MOST_ADDRESSES ? this.failures.keys().next().value : undefined;
    if (oldest !== undefined) this.failures.delete(oldest);
  }
}
