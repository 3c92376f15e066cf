"use client";
import { useState } from "react";
import { Button } from "./controls";

/** Copies a text and says that it did. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return <Button kind="quiet" type="button" aria-label={`Copy ${label}`} onClick={copy}>{isCopied ? "Copied" : "Copy"}</Button>;
}
