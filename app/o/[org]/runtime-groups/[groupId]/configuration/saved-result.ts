import type { FormResult } from "@/app/_trpc/server";
import type { DraftSaved } from "@/server/domain/draft";

/** What became of a change to the draft, as words for a dialog or beside a button. */
export function savedResult(saved: DraftSaved): FormResult {
  if (saved.ok) return {};
  if (saved.reason === "findings") {
    const [first] = saved.findings;
    return { error: first ? `${first.message} ${first.cure}`.trim() : "The draft would not be valid." };
  }
  const told = saved.conflicts.slice(0, 5).map(({ label, authorName, title }) => `${label} (${authorName}: ${title})`);
  const rest = saved.conflicts.length - told.length;
  return {
    error:
      told.length > 0
        ? `Somebody else changed this meanwhile: ${told.join("; ")}${rest > 0 ? ` and ${rest} more` : ""}. Look again, then repeat.`
        : "The draft has changed meanwhile. Look again, then repeat.",
  };
}
