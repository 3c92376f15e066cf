import type { GroupFields } from "../../group-form";
import { labelText } from "@/server/domain/labels";

/** The settings of a group that its form changes, and when they, or its strategy, last were. */
export interface GroupSettings extends GroupFields {
  updatedAt: number;
}

const linesOf = ({ name, description, labels, pollIntervalSeconds, keptVersions, healsDrift, archiveAfterDays }: GroupSettings): [string, string][] => [
  ["Group name", name],
  ["Description", description || "none"],
  ["Labels", labelText(labels) || "none"],
  ["Poll interval", `${pollIntervalSeconds} s`],
  ["Config versions kept", String(keptVersions)],
  ["Drift", healsDrift ? "healed" : "reported only"],
  ["Archive after", archiveAfterDays === null ? "never" : `${archiveAfterDays} days of silence`],
];

/** What of the settings is otherwise now than it was seen, by label; nothing where what is told now is older than what was seen. */
export function changedSettings(seen: GroupSettings, now: GroupSettings): [label: string, text: string][] {
  if (now.updatedAt <= seen.updatedAt) return [];
  const before = new Map(linesOf(seen));
  return linesOf(now).filter(([label, text]) => before.get(label) !== text);
}

/** What is seen once the page was read anew: a change of what this form does not show, as of the strategy, is nothing to look at. */
export const nowSeen = (seen: GroupSettings, now: GroupSettings): GroupSettings =>
  now.updatedAt >= seen.updatedAt && changedSettings(seen, now).length === 0 ? now : seen;
