import { type CSSProperties, Fragment, isValidElement, type ReactNode } from "react";

/** The words of a header cell; those of a link within one stand as its children. */
function wordsOf(cell: ReactNode): string {
  if (typeof cell === "string") return cell;
  if (!isValidElement<{ children?: unknown }>(cell)) return "";
  return typeof cell.props.children === "string" ? cell.props.children : "";
}

/**
 * `head`: a column's name, or a whole header cell. On a phone each row is a card: its first cell is the title, each other one a
 * line after its column's name, a cell of the class `row-actions` stands in the corner, and one of the class `is-empty` is left out.
 */
export function Table({ head, children, label }: { head: ReactNode[]; children: ReactNode; label: string }) {
  const names = Object.fromEntries(head.map((cell, index) => [`--column-${index + 1}`, JSON.stringify(wordsOf(cell))]));
  return (
    // Relative, so that what is there for listeners alone is cut off with the rest.
    <div className="relative overflow-x-auto rounded-lg border border-line bg-raised" role="region" aria-label={label} tabIndex={0}>
      {/* safe because custom properties are properties, which the type leaves out. */}
      <table style={names as CSSProperties} className="cards w-full text-left [&_td]:px-2.5 [&_td]:py-2 [&_td]:align-baseline [&_th]:px-2.5 [&_th]:py-2">
        <thead className="border-b border-line text-[13px] text-muted">
          <tr>
            {head.map((cell, index) =>
              typeof cell === "string" ? (
                <th key={cell} scope="col" className="font-medium whitespace-nowrap">
                  {cell}
                </th>
              ) : (
                <Fragment key={index}>{cell}</Fragment>
              ),
            )}
          </tr>
        </thead>
        <tbody className="[&_tr+tr]:border-t [&_tr]:border-line">{children}</tbody>
      </table>
    </div>
  );
}
