"use server";
import { revalidatePath } from "next/cache";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { readLabels } from "@/server/domain/labels";
import { paths } from "@/app/paths";

export async function revokeAction(at: { org: string; groupId: string; instanceId: string }): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.instances.revoke(at) }));
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
