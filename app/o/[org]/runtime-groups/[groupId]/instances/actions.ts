"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { readLabels } from "@/server/domain/labels";
import { paths } from "@/app/paths";
import type { ActName, Choice } from "./instance-acts";

export async function revokeAction(at: { org: string; groupId: string; instanceId: string }): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.instances.revoke(at) }));
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return "done" in result ? {} : result;
}

export async function deleteArchivedAction(at: { org: string; groupId: string; instanceId: string }): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.instances.deleteArchived(at) }));
  revalidatePath(paths.archivedInstances(at.org, at.groupId));
  return "done" in result ? {} : result;
}

interface At {
  org: string;
  groupId: string;
}

const keysOf = (text: string): string[] =>
  text
    .split(",")
    .map((key) => key.trim())
    .filter(Boolean);
const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "");

/** Does an act to the chosen instances. */
export async function changeInstancesAction(at: At, act: ActName, which: Choice, form: FormData) {
  const outcome = await attempt((api) => {
    const { instances } = api;
    const input = { ...at, which };
    const acts = {
      sync: () => instances.syncNow(input),
      pin: () => instances.pin({ ...input, version: Number(form.get("version")), note: textOf(form, "note") }),
      unpin: () => instances.unpin(input),
      pause: () => instances.pause(input),
      resume: () => instances.resume(input),
      label: async () => instances.label({ ...input, set: readLabels(textOf(form, "set")), remove: keysOf(textOf(form, "remove")) }),
      rotate: () => instances.rotateCredential(input),
      archive: () => instances.archive(input),
    };
    return acts[act]();
  });
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return outcome;
}

export async function createSelectorPinAction(at: At, form: FormData): Promise<FormOutcome> {
  const result = await attempt(async (api) =>
    api.instances.createSelectorPin({
      ...at,
      selector: readLabels(textOf(form, "selector")),
      version: Number(form.get("version")),
      note: textOf(form, "note"),
    }),
  );
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return "id" in result ? { isDone: true } : result;
}

export async function deleteSelectorPinAction(at: At, pinId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.instances.deleteSelectorPin({ ...at, pinId }) }));
  revalidatePath(paths.group(at.org, at.groupId), "layout");
  return "done" in result ? {} : result;
}

const PLATFORMS = ["docker", "compose", "kubernetes", "universal"] as const;

/** Renders the blocks for the choices on the page. */
export async function renderSetupAction(at: { org: string; groupId: string }, form: FormData) {
  const platform = PLATFORMS.find((each) => each === form.get("platform")) ?? "universal";
  return attempt(async (api) =>
    api.setup.render({
      ...at,
      platform,
      // Asked for where there is an image to run.
      image: String(form.get("image") ?? "kong:3.9").trim(),
      labels: readLabels(String(form.get("labels") ?? "")),
      proxyPort: Number(form.get("proxyPort")),
      proxySslPort: Number(form.get("proxySslPort")),
      // Not asked for in Kubernetes, whose terms follow from the platform.
      ttlMinutes: form.has("ttlMinutes") ? Number(form.get("ttlMinutes")) : undefined,
      maxUses: form.get("maxUses") ? Number(form.get("maxUses")) : null,
      isEphemeral: form.get("isEphemeral") === "on",
    }),
  );
}
