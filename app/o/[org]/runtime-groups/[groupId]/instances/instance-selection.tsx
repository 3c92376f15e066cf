"use client";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { countText } from "@/app/_shared/count-text";
import { InstanceActions } from "./instance-actions";
import type { ActName, Choice } from "./instance-acts";

interface Props {
  at: { org: string; groupId: string };
  acts: readonly ActName[];
  live: number | null;
  /** How many rows the page shows, and how many the search finds. */
  shown: number;
  total: number;
  matching: { q: string; filters: Record<string, string> };
  children: ReactNode;
}

/** Rows that can be chosen, by the boxes named `instance` among the children, and what can be done with those that are. */
export function InstanceSelection({ at, acts, live, shown, total, matching, children }: Props) {
  const rows = useRef<HTMLDivElement>(null);
  const [count, setCount] = useState(0);
  const [isAll, setAll] = useState(false);
  const boxes = () => [...(rows.current?.querySelectorAll<HTMLInputElement>("input[name=instance]") ?? [])];
  const recount = () => setCount(boxes().filter((box) => box.checked).length);
  // Rows come and go as the page renews itself.
  useEffect(recount);
  const check = (isChecked: boolean) => {
    for (const box of boxes()) box.checked = isChecked;
    setAll(false);
    recount();
  };
  const choose = (): Choice =>
    isAll
      ? { matching }
      : {
          instanceIds: boxes()
            .filter((box) => box.checked)
            .map((box) => box.value),
        };
  const chosen = isAll ? total : count;
  return (
    <>
      {/* In sight with whatever row is chosen. */}
      <div className="sticky top-0 z-10 -my-2 flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 bg-surface py-2">
        <label className="inline-flex min-h-6 items-center gap-2">
          <input type="checkbox" className="size-4 accent-accent" checked={shown > 0 && count === shown} onChange={(event) => check(event.target.checked)} />
          Select all on this page
        </label>
        <span role="status" className="text-muted">
          {chosen > 0 && `${countText(chosen, "instance")} selected${isAll ? ": all that this search finds" : ""}`}
        </span>
        {count === shown && total > shown && !isAll && (
          <button type="button" className="min-h-6 text-accent underline underline-offset-2" onClick={() => setAll(true)}>
            Select all {total.toLocaleString("en")} that this search finds
          </button>
        )}
        {chosen > 0 && (
          <>
            <button type="button" className="min-h-6 text-accent underline underline-offset-2" onClick={() => check(false)}>
              Clear
            </button>
            <InstanceActions at={at} choose={choose} whom={countText(chosen, "instance")} acts={acts} live={live} onDone={() => check(false)} />
          </>
        )}
      </div>
      <div
        ref={rows}
        // What is focused shall not be behind the bar.
        className="[&_a]:scroll-mt-20 [&_input]:scroll-mt-20"
        onChange={() => {
          setAll(false);
          recount();
        }}
      >
        {children}
      </div>
    </>
  );
}
