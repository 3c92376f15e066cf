/** What can become of an entity between two configurations, with the sign that goes before the word. */
export const CHANGES = {
  created: ["+", "text-ok"],
  changed: ["~", "text-warn"],
  deleted: ["−", "text-danger"],
  renamed: ["→", "text-accent"],
} as const;
export type Change = keyof typeof CHANGES;

/** A change as a sign and a word. */
export function ChangeBadge({ change }: { change: Change }) {
  const [sign, tone] = CHANGES[change];
  return (
    <span className={`whitespace-nowrap ${tone}`}>
      <span aria-hidden="true" className="inline-block w-3 text-center font-bold">
        {sign}
      </span>{" "}
      {change}
    </span>
  );
}

/** How many entities were created, changed, deleted and renamed; what there is none of is left out. */
export function ChangeCounts({ counts }: { counts: Partial<Record<Change, number>> }) {
  const told = (Object.keys(CHANGES) as Change[]).filter((change) => (counts[change] ?? 0) > 0); // safe because the keys of a constant are known
  if (told.length === 0) return <span className="text-muted">no change</span>;
  return (
    <span className="inline-flex flex-wrap gap-x-3 gap-y-0.5">
      {told.map((change) => (
        <span key={change} className={`whitespace-nowrap tabular-nums ${CHANGES[change][1]}`}>
          <span aria-hidden="true" className="font-bold">
            {CHANGES[change][0]}
          </span>
          {counts[change]?.toLocaleString("en")} {change}
        </span>
      ))}
    </span>
  );
}

/** The same for a narrow cell of a table: signs and numbers, the words for those who listen. */
export function ChangeMarks({ counts }: { counts: Partial<Record<Change, number>> }) {
  const told = (Object.keys(CHANGES) as Change[]).filter((change) => (counts[change] ?? 0) > 0); // safe because the keys of a constant are known
  if (told.length === 0) return <span className="text-muted">–</span>;
  return (
    <span className="inline-flex gap-2 whitespace-nowrap tabular-nums">
      {told.map((change) => (
        <span key={change} className={CHANGES[change][1]} title={`${counts[change]} ${change}`}>
          <span aria-hidden="true">{CHANGES[change][0]}</span>
          {counts[change]?.toLocaleString("en")}
          <span className="sr-only"> {change}</span>
        </span>
      ))}
    </span>
  );
}
