"use server";
import { revalidatePath } from "next/cache";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { MappedRole } from "@/server/domain/sign-in-rules";

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? "").trim();
const roleOf = (text: string) => text as MappedRole; // safe because the procedure refuses any other text

export async function updateSignInRulesAction(org: string, form: FormData): Promise<FormOutcome> {
  const roles = form.getAll("claimRole").map(String);
  const rules = {
    needsSecondFactor: form.has("needsSecondFactor"),
    isSsoOnly: form.has("isSsoOnly"),
    domains: textOf(form, "domains")
      .split(/[\s,]+/)
      .filter(Boolean),
    claimName: textOf(form, "claimName") || null,
    claimRoles: form.getAll("claimValue").map((value, index) => ({ value: String(value), role: roleOf(roles[index] ?? "") })),
    defaultRole: textOf(form, "defaultRole") ? roleOf(textOf(form, "defaultRole")) : null,
  };
  const result = await attempt(async (api) => ({ done: await api.org.updateSignInRules({ org, ...rules }) }));
  if (!("done" in result)) return result;
  revalidatePath(paths.signInRules(org));
  return { isDone: true };
}
