import type { ReactNode } from "react";

/** A page outside the shell: the product's mark, a title, and one thing to do. */
export function NarrowPage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="mx-auto flex max-w-md flex-col gap-4 p-6 pt-16">
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
