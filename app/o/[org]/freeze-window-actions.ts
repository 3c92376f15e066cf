"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { FreezeKind } from "@/server/domain/freeze/freeze-window";

/** What the form says; the procedure checks it. */
function fieldsOf(form: FormData) {
  const text = (name: string) => String(form.get(`window-${name}`) ?? "");
  const kind = text("kind") as FreezeKind; // safe because the procedure refuses any other text
  return { name: text("name"), kind, cron: text("cron"), lengthMinutes: Number(text("lengthMinutes")), timeZone: text("timeZone") };
}

/** Makes a window (`windowId` null) or changes one, of a group or (null) of the organization. */
export async function saveFreezeWindowAction(org: string, groupId: string | null, windowId: string | null, form: FormData): Promise<FormOutcome> {
  const fields = fieldsOf(form);
  const result = await attempt(async (api) => {
    if (groupId === null) await (windowId === null ? api.freezeWindows.create({ org, ...fields }) : api.freezeWindows.update({ org, windowId, ...fields }));
    else
      await (windowId === null
        ? api.groupFreezeWindows.create({ org, groupId, ...fields })
        : api.groupFreezeWindows.update({ org, groupId, windowId, ...fields }));
    return { isDone: true };
  });
  if ("isDone" in result) revalidatePath(paths.overview(org), "layout");
  return result;
}

/** Deletes a window of a group or (null) of the organization. */
export async function deleteFreezeWindowAction(org: string, groupId: string | null, windowId: string): Promise<FormResult> {
  const result = await attempt(async (api) => {
    await (groupId === null ? api.freezeWindows.delete({ org, windowId }) : api.groupFreezeWindows.delete({ org, groupId, windowId }));
    return { isDone: true };
  });
  revalidatePath(paths.overview(org), "layout");
  return "isDone" in result ? {} : result;
}
