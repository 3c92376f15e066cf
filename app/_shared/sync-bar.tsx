const PARTS = [["inSync", "in sync", "bg-ok"], ["pending", "pending", "bg-warn"], ["drifted", "drifted", "bg-warn"], ["rejected", "rejected", "bg-danger"]] as const;

type Counts = Record<(typeof PARTS)[number][0], number> & { total: number };

/** How many instances run what they should, as words and as a bar. */
export function SyncBar({ counts }: { counts: Counts }) {
  if (counts.total === 0) return <span className="text-muted">no instances</span>;
  const told = PARTS.filter(([key]) => counts[key] > 0);
  return (
    <div className="min-w-28">
      <div className="flex h-1.5 overflow-hidden rounded bg-line" aria-hidden="true">
        {told.map(([key, , colour]) => <span key={key} className={colour} style={{ width: `${(100 * counts[key]) / counts.total}%` }} />)}
      </div>
      <span className="text-xs">{told.map(([key, word]) => `${counts[key]} ${word}`).join(", ") || "unknown"} of {counts.total}</span>
    </div>
  );
}
