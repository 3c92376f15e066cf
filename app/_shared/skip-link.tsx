"use client";
import type { MouseEvent } from "react";

/** The first thing that Tab comes to: leads past all that pages share, to the innermost content that the page marks. */
export function SkipLink() {
  const skip = (event: MouseEvent) => {
    const inner = [...document.querySelectorAll<HTMLElement>("[data-content]")].at(-1);
    if (!inner) return;
    event.preventDefault();
    inner.focus();
    inner.scrollIntoView({ block: "start" });
  };
  return (
    <a href="#content" onClick={skip} className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:bg-raised focus:p-2">
      Skip to content
    </a>
  );
}
