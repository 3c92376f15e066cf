"use client";
import type { ReactNode } from "react";
import { CopyButton } from "@/app/_ui/copy-button";
import { DownloadButton } from "@/app/_ui/download-button";

/** A text to copy, exactly as it is. `isTall`: scrolls by itself where it is long. `fileName`: it can be downloaded under this name. */
export function CodeBlock({
  text,
  label,
  isTall = false,
  fileName,
  children,
}: {
  text: string;
  label: string;
  isTall?: boolean;
  fileName?: string;
  children?: ReactNode;
}) {
  return (
    <div>
      <div className="mb-2 flex items-start justify-between gap-3">
        <div className="text-muted">{children}</div>
        <div className="flex flex-wrap justify-end gap-2">
          {fileName && <DownloadButton text={text} fileName={fileName} label={`Download ${label}`} />}
          <CopyButton text={text} label={label} />
        </div>
      </div>
      <pre
        className={`overflow-auto rounded-md border border-line bg-surface p-3 text-[13px] ${isTall ? "max-h-[60vh]" : ""}`}
        tabIndex={0}
        role="region"
        aria-label={label}
      >
        {text}
      </pre>
    </div>
  );
}
