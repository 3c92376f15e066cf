/** Labels as chips; "–" where there are none. */
export function Labels({ labels }: { labels: Record<string, string> }) {
  const pairs = Object.entries(labels);
  if (pairs.length === 0) return <span className="text-muted">–</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {pairs.map(([key, value]) => <span key={key} className="rounded border border-line px-1.5 py-0.5 font-mono text-xs">{key}={value}</span>)}
    </span>
  );
}

/** Reads `key=value, key=value` as a form gives it; what is no pair becomes a key without a value, which the rules then refuse or take. */
export function labelsOf(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair) => pair.trim()).filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => [pair.split("=")[0]?.trim() ?? "", pair.split("=").slice(1).join("=").trim()]));
}

export const labelText = (labels: Record<string, string>): string => Object.entries(labels).map((pair) => pair.join("=")).join(", ");
