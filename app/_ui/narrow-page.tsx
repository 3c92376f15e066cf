import type { ReactNode } from "react";

/** A page outside the shell: the product's mark, a title, and one thing to do. `isRoomy`: there is a table on it. */
export function NarrowPage({ title, isRoomy = false, children }: { title: string; isRoomy?: boolean; children: ReactNode }) {
  return (
    <main className={`mx-auto flex flex-col gap-4 p-6 pt-16 ${isRoomy ? "max-w-4xl" : "max-w-md"}`}>
      <p className="flex items-center gap-2 font-semibold">
        <Mark />
        Signalbox
      </p>
      <h1 className="text-2xl font-semibold">{title}</h1>
      {children}
    </main>
  );
}

/** The product's mark: a lamp. */
export const Mark = () => (
  <span aria-hidden="true" className="grid size-5 shrink-0 place-items-center rounded bg-accent">
    <span className="size-2 rounded-full bg-raised" />
  </span>
);
