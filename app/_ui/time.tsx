const UNITS = [[86_400, "d"], [3600, "h"], [60, "min"]] as const;

/** A time as "3 min ago", the absolute one on hover; never for null. */
export function Time({ at, now }: { at: number | null; now: number }) {
  if (at === null) return <span className="text-muted">never</span>;
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  const unit = UNITS.find(([size]) => seconds >= size);
  const text = unit ? `${Math.floor(seconds / unit[0])} ${unit[1]} ago` : seconds < 10 ? "just now" : `${seconds} s ago`;
  return <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>{text}</time>;
}
