const PARTS = [
  ["inSync", "in sync", "bg-ok"],
  ["held", "held", "bg-ok/60"],
  ["pending", "pending", "bg-warn/60"],
  ["drifted", "drifted", "bg-warn"],
  ["rejected", "rejected", "bg-danger"],
] as const;

type Counts = Record<(typeof PARTS)[number][0], number> & { total: number };

/** How many instances run what they should, as words and as a bar. */
export function SyncBar({ counts }: { counts: Counts }) {
  if (counts.total === 0) return <span className="text-muted">no instances</span>;
  const told = PARTS.filter(([key]) => counts[key] > 0);
  const unknown = counts.total - told.reduce((sum, [key]) => sum + counts[key], 0);
  const words = [...told.map(([key, word]) => `${counts[key]} ${word}`), ...(unknown > 0 ? [`${unknown} unknown`] : [])];
  return (
    <div className="min-w-32 max-w-md pt-1.5">
      <div className="flex h-1.5 overflow-hidden rounded bg-line" aria-hidden="true">
        {told.map(([key, , colour]) => (
          <span key={key} className={colour} style={{ width: `${(100 * counts[key]) / counts.total}%` }} />
        ))}
      </div>
      <span className="text-xs text-muted">{words.join(", ")}</span>
    </div>
  );
}
