/** How long an agent took for a document, in milliseconds: to fetch it, to verify it, and until its Kong had answered. Null: it did not tell. */
export interface ConfigTiming {
  fetchMs: number | null;
  verifyMs: number | null;
  applyMs: number | null;
}

/** A day: beyond it a clock was set, or somebody makes figures up. */
const MOST_MS = 24 * 60 * 60_000;

/** Reads `Config-Timing`, in the syntax of Server-Timing: `fetch;dur=120, verify;dur=3, apply;dur=240`. What cannot be read, or is absent, is null. */
export function readConfigTiming(header: string | null): ConfigTiming {
  const told = new Map<string, number>();
  for (const [, name = "", duration] of (header ?? "").slice(0, 500).matchAll(/([a-z]+)\s*;\s*dur=(\d{1,9}(?:\.\d{1,6})?)(?![\w.])/g))
    told.set(name, Math.round(Number(duration)));
  const of = (name: string): number | null => {
    const ms = told.get(name);
    return ms === undefined || ms > MOST_MS ? null : ms;
  };
  return { fetchMs: of("fetch"), verifyMs: of("verify"), applyMs: of("apply") };
}
