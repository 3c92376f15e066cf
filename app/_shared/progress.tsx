"use client";
import { useElapsed } from "./use-elapsed";

/** That something is under way, what, and for how long; nothing while it is not. */
export function Progress({ isUnderWay, children }: { isUnderWay: boolean; children: string }) {
  const seconds = useElapsed(isUnderWay);
  return (
    <span role="status" className={isUnderWay ? "inline-flex items-center gap-2 text-muted" : "sr-only"}>
      {isUnderWay && (
        <>
          <span aria-hidden="true" className="h-1.5 w-24 overflow-hidden rounded bg-line">
            <span className="block h-full w-full animate-pulse bg-accent" />
          </span>
          {children}
          {seconds > 1 && <span aria-hidden="true"> {seconds} s</span>}
        </>
      )}
    </span>
  );
}
