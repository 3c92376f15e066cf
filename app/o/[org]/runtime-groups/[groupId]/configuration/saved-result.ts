import type { FormResult } from "@/app/_trpc/server";
import type { DraftSaved } from "@/server/domain/draft";

/** What became of a change to the draft, as words for a dialog or beside a button. `conflict`: how it begins where later steps stand in the way. */
export function savedResult(saved: DraftSaved, conflict = "Somebody else changed this meanwhile", cure = "Look again, then repeat."): FormResult {
  if (saved.ok) return {};
  if (saved.reason === "findings") {
    const [first] = saved.findings;
    return { error: first ? `${first.message} ${first.cure}`.trim() : "The draft would not be valid." };
  }
  const told = saved.conflicts.slice(0, 5).map(({ label, authorName, title }) => `${label} (${authorName}: ${title})`);
  const rest = saved.conflicts.length - told.length;
  if (told.length === 0) return { error: `The draft has changed meanwhile. ${cure}` };
  return { error: `${conflict}: ${told.join("; ")}${rest > 0 ? ` and ${rest} more` : ""}. ${cure}` };
}
