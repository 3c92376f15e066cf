import { useEffect } from "react";

const QUESTION = "What you typed is not saved. Leave it behind?";

/** What was typed and not saved, by the page's path: the memory of this tab alone, because it may hold secrets. */
const typed = new Map<string, unknown>();

/** What was left behind by going back, taken out. */
export function takeUnsaved(key: string): unknown {
  const value = typed.get(key);
  typed.delete(key);
  return value;
}

const isLeaving = (event: MouseEvent): boolean => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  return link instanceof HTMLAnchorElement && link.target !== "_blank" && !link.hasAttribute("download") && link.href !== window.location.href && !link.hash;
};

/** Asks before a page is left with what was typed; what the browser's back button leaves behind is kept for the return. */
export function useUnsaved(key: string, value: unknown, isDirty: boolean): void {
  useEffect(() => {
    typed.delete(key);
    if (!isDirty) return;
    let isKept = true;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      if (!isLeaving(event)) return;
      if (window.confirm(QUESTION)) {
        isKept = false;
        return;
      }
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("beforeunload", onLeave);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onLeave);
      document.removeEventListener("click", onClick, true);
      if (isKept) typed.set(key, value);
    };
  }, [key, value, isDirty]);
}
