const SHOWN = 4;

/** Labels as chips; "–" where there are none. Beyond a few the others fold away. */
export function Labels({ labels, isAll = false }: { labels: Record<string, string>; isAll?: boolean }) {
  const pairs = Object.entries(labels);
  if (pairs.length === 0) return <span className="text-muted">–</span>;
  const shown = isAll ? pairs : pairs.slice(0, SHOWN);
  const rest = pairs.slice(shown.length);
  const chip = ([key, value]: [string, string]) => (
    <span key={key} className="rounded border border-line bg-surface px-1 font-mono text-[11.5px] break-all">
      {value ? `${key}=${value}` : key}
    </span>
  );
  return (
    <span className="flex flex-wrap gap-1">
      {shown.map(chip)}
      {rest.length > 0 && (
        <details>
          <summary className="text-xs text-muted">{rest.length} more</summary>
          <span className="flex flex-wrap gap-1">{rest.map(chip)}</span>
        </details>
      )}
    </span>
  );
}
