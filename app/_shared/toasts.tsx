"use client";
import { useSyncExternalStore } from "react";
import { Toaster } from "sonner";

const LOOK = { background: "var(--color-raised)", color: "var(--color-ink)", border: "1px solid var(--color-line)" };
const WIDE = "(width >= 48rem)";

const subscribe = (listener: () => void): (() => void) => {
  const media = window.matchMedia(WIDE);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
};

/** What was done, for a moment: where it hides neither a navigation nor a form's save bar. */
export function Toasts() {
  const isWide = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(WIDE).matches,
    () => true,
  );
  return <Toaster position={isWide ? "bottom-right" : "top-center"} offset={{ bottom: "4.5rem", right: "1rem" }} toastOptions={{ style: LOOK }} />;
}
