import { Fragment, type ReactNode } from "react";

/** Names and values, a line each; a value that is absent or empty shows as "–". */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-1.5 grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[8rem_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">{value || "–"}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
