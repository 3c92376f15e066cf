"use client";
import { useState } from "react";
import { Button } from "./controls";
import { Icon } from "./icon";

const SAYS_MS = 2000;

interface Props {
  text: string;
  label: string;
  isSmall?: boolean;
  /** What stands on it, where that is more than "Copy". */
  face?: string;
}

/** Copies a text and says for a moment that it did, or that the browser forbade it. `isSmall`: an icon, for beside an ID. */
export function CopyButton({ text, label, isSmall = false, face = "Copy" }: Props) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    // Absent on a page that came over plain HTTP from elsewhere than loopback.
    const isDone = await (navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    ) ?? Promise.resolve(false));
    setSaid(isDone ? "Copied" : "Select the text and copy it by hand: the browser forbids it here");
    setTimeout(() => setSaid(""), isDone ? SAYS_MS : 4 * SAYS_MS);
  };
  const icon = <Icon name={said === "Copied" ? "check" : "copy"} />;
  return (
    <span className="inline-flex shrink-0 items-center gap-1">
      {isSmall ? (
        <button
          type="button"
          aria-label={`Copy ${label}`}
          title={`Copy ${label}`}
          onClick={copy}
          className="rounded p-1 text-muted hover:bg-hover hover:text-ink"
        >
          {icon}
        </button>
      ) : (
        <Button kind="quiet" type="button" aria-label={`Copy ${label}`} onClick={copy}>
          {icon}
          {said === "Copied" ? "Copied" : face}
        </Button>
      )}
      <span role="status" className={said && (isSmall || said !== "Copied") ? "text-[13px] text-muted" : "sr-only"}>
        {said}
      </span>
    </span>
  );
}
