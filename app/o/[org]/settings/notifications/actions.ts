"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { ChannelKind, ChannelTarget } from "@/server/domain/notifications/channel";
import type { EventKind } from "@/server/domain/notifications/event-kinds";
import { readLabels } from "@/server/domain/labels";

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();

/** Where the form says that a channel leads; undefined: nothing was typed. The procedure checks it. */
function targetOf(form: FormData): ChannelTarget | undefined {
  const kind = textOf(form, "kind") as ChannelKind; // safe because the procedure refuses any other text
  const target = textOf(form, "target");
  if (target === "") return undefined;
  if (kind !== "mail") return { kind, url: target };
  const addresses = target.split(/[,\s]+/).filter(Boolean);
  return { kind, addresses };
}

/** What was made is shown once. */
export type ChannelOutcome = FormOutcome & { made?: { id: string; secret: string | null } };

export async function createChannelAction(org: string, form: FormData): Promise<ChannelOutcome> {
  const target = targetOf(form);
  if (!target) return { error: "Say where it leads.", field: "target" };
  const result = await attempt(async (api) => ({ made: await api.notifications.createChannel({ org, name: textOf(form, "name"), target }) }));
  if (!("made" in result)) return result;
  revalidatePath(paths.notifications(org));
  return { ...result, isDone: true };
}

export async function changeChannelAction(org: string, channelId: string, form: FormData): Promise<FormOutcome> {
  const target = targetOf(form);
  const change = { org, channelId, name: textOf(form, "name"), ...(target ? { target } : {}) };
  const result = await attempt(async (api) => ({ done: await api.notifications.updateChannel(change) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.notifications(org));
  return { isDone: true };
}

export async function deleteChannelAction(org: string, channelId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.notifications.deleteChannel({ org, channelId }) }));
  revalidatePath(paths.notifications(org));
  return "done" in result ? {} : result;
}

export async function setEnabledAction(org: string, channelId: string, isEnabled: boolean): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.notifications.setEnabled({ org, channelId, isEnabled }) }));
  revalidatePath(paths.notifications(org));
  return "done" in result ? {} : result;
}

export async function rotateSecretAction(org: string, channelId: string) {
  const result = await attempt(async (api) => ({ made: await api.notifications.rotateSecret({ org, channelId }) }));
  if ("made" in result) revalidatePath(paths.notifications(org));
  return result;
}

export const testChannelAction = async (org: string, channelId: string) =>
  attempt(async (api) => ({ outcome: await api.notifications.test({ org, channelId }) }));

/** Makes a rule, or changes the one that is named. */
export async function saveRuleAction(org: string, ruleId: string | null, form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) => {
    const fields = {
      channelId: textOf(form, "channelId"),
      kinds: form.getAll("kinds").map(String) as EventKind[], // safe because the procedure refuses any other text
      groupIds: textOf(form, "groupPart") === "some" ? form.getAll("groupIds").map(String) : null,
      labels: readLabels(textOf(form, "labels")),
    };
    if (ruleId === null) await api.notifications.createRule({ org, ...fields });
    else await api.notifications.updateRule({ org, ruleId, ...fields });
    return { isDone: true };
  });
  if ("isDone" in result) revalidatePath(paths.notifications(org));
  return result;
}

export async function deleteRuleAction(org: string, ruleId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.notifications.deleteRule({ org, ruleId }) }));
  revalidatePath(paths.notifications(org));
  return "done" in result ? {} : result;
}

export async function resendAction(org: string, deliveryId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.notifications.resend({ org, deliveryId }) }));
  revalidatePath(paths.notifications(org));
  return "done" in result ? {} : result;
}
