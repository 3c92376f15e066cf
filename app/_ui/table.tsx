import { Fragment, type ReactNode } from "react";

const KEPT =
  "max-md:[&_tr>*:first-child:not([colspan])]:sticky max-md:[&_tr>*:first-child:not([colspan])]:left-0 max-md:[&_tr>*:first-child:not([colspan])]:max-w-40 max-md:[&_tr>*:first-child:not([colspan])]:bg-raised";

/**
 * `head`: a column's name, or a whole header cell. Where it is wider than the page it scrolls by itself, the first
 * column staying in sight unless `keepsFirst` is false.
 */
export function Table({ head, children, label, keepsFirst = true }: { head: ReactNode[]; children: ReactNode; label: string; keepsFirst?: boolean }) {
  return (
    // Relative, so that what is there for listeners alone is cut off with the rest.
    <div className="relative overflow-x-auto rounded-lg border border-line bg-raised" role="region" aria-label={label} tabIndex={0}>
      <table className={`w-full text-left [&_td]:px-2.5 [&_td]:py-2 [&_td]:align-baseline [&_th]:px-2.5 [&_th]:py-2 ${keepsFirst ? KEPT : ""}`}>
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
