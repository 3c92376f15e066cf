/** Shown while a page's data is awaited: the shape of a heading, a card and a table. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading" className="flex animate-pulse flex-col gap-4">
      <div className="h-7 w-48 rounded-md bg-line" />
      <div className="h-20 rounded-lg bg-line" />
      <div className="h-48 rounded-lg bg-line" />
    </div>
  );
}
