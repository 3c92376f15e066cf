"use client";
import { useState } from "react";
import { ChangedMeanwhile } from "@/app/_shared/changed-meanwhile";
import { type FormOutcome, settle } from "@/app/_shared/use-form";
import { updateGroupAction } from "../../actions";
import { GroupForm } from "../../group-form";
import { changedSettings, type GroupSettings, nowSeen } from "./seen-settings";

/** Changes the group's settings, over nobody else's change that was not seen. */
export function GroupSettingsForm({ at, group }: { at: { org: string; groupId: string }; group: GroupSettings }) {
  // The page is read anew while it is open; what came so is replaced only once the reader said that it was seen.
  const [known, setSeen] = useState(group);
  const seen = nowSeen(known, group);
  if (seen !== known) setSeen(seen);
  const changed = changedSettings(seen, group);
  const save = async (form: FormData): Promise<FormOutcome> => {
    const outcome = await settle(() => updateGroupAction(at.org, at.groupId, seen.updatedAt, form));
    if (!("saved" in outcome)) return outcome;
    setSeen(outcome.saved);
    return { isDone: true };
  };
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <GroupForm action={save} button="Save" group={group} />
      {changed.length > 0 && (
        <ChangedMeanwhile what="these settings" onSeen={() => setSeen(group)}>
          <ul className="mt-1 list-disc pl-5 text-[13px]">
            {changed.map(([label, text]) => (
              <li key={label}>
                {label} is now: {text}
              </li>
            ))}
          </ul>
        </ChangedMeanwhile>
      )}
    </div>
  );
}
