import { Refusal } from "../runtime-api/answers";

const WINDOW_MS = 60_000;
/** How many requests a token may make in a window. */
const MOST_REQUESTS = 600;
const MOST_TOKENS = 10_000;

interface Count {
  used: number;
  until: number;
}

/**
 * Requests by token in a window of a minute, in this process's memory: several processes each give the whole quota. The fields are those of
 * draft-ietf-httpapi-ratelimit-headers.
 */
export class RateLimit {
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly now: () => number,
    private readonly most = MOST_REQUESTS,
  ) {}

  /** Counts a request and gives the fields of its answer. Throws a 429 past the quota. */
  take(token: string): Record<string, string> {
    const now = this.now();
    const known = this.counts.get(token);
    const count = known && known.until > now ? known : { used: 0, until: now + WINDOW_MS };
    count.used += 1;
    this.counts.delete(token);
    this.counts.set(token, count);
    const oldest = this.counts.size > MOST_TOKENS ? this.counts.keys().next().value : undefined;
    if (oldest !== undefined) this.counts.delete(oldest);
    const seconds = Math.ceil((count.until - now) / 1000);
    const fields = {
      "RateLimit-Policy": `"token";q=${this.most};w=${WINDOW_MS / 1000}`,
      RateLimit: `"token";r=${Math.max(0, this.most - count.used)};t=${seconds}`,
    };
    if (count.used > this.most) throw new Refusal(429, `More than ${this.most} requests in a minute.`, { ...fields, "Retry-After": String(seconds) });
    return fields;
  }
}
