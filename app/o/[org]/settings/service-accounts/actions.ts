"use server";
import { revalidatePath } from "next/cache";
import type { TokenOutcome } from "@/app/_shared/new-token";
import type { FormOutcome } from "@/app/_shared/use-form";
import { attempt, type FormResult } from "@/app/_trpc/server";
import { paths } from "@/app/paths";
import type { GroupRole } from "@/server/domain/ability";
import type { ServiceAccountFields } from "@/server/domain/access-token";
import { tokenChoices } from "../token-choices";

/** The name and the roles that the form asks for; the procedure checks what they are. */
function fieldsOf(form: FormData) {
  const groupRoles = form.getAll("groupRole").map(String);
  return {
    name: String(form.get("name") ?? ""),
    role: String(form.get("role") ?? "") as ServiceAccountFields["role"], // safe because the procedure refuses any other text
    groupRoles: form.getAll("groupId").map((id, index) => ({ groupId: String(id), role: (groupRoles[index] ?? "") as GroupRole })), // safe for the same reason
  };
}

/** Makes a service account, or changes the one that is named. */
export async function saveAccountAction(org: string, serviceAccountId: string | null, form: FormData): Promise<FormOutcome> {
  const fields = fieldsOf(form);
  const result = await attempt(async (api) => ({
    done:
      serviceAccountId === null ? await api.serviceAccounts.create({ org, ...fields }) : await api.serviceAccounts.update({ org, serviceAccountId, ...fields }),
  }));
  if (!("done" in result)) return result;
  revalidatePath(paths.serviceAccounts(org));
  return { isDone: true };
}

export async function deleteAccountAction(org: string, serviceAccountId: string): Promise<FormResult> {
  const result = await attempt(async (api) => ({ done: await api.serviceAccounts.delete({ org, serviceAccountId }) }));
  revalidatePath(paths.serviceAccounts(org));
  return "done" in result ? {} : result;
}

export async function createServiceTokenAction(org: string, serviceAccountId: string, form: FormData): Promise<TokenOutcome> {
  const result = await attempt(async (api) => ({ made: await api.serviceAccounts.createToken({ org, serviceAccountId, ...tokenChoices(form) }) }));
  if ("made" in result) revalidatePath(paths.serviceAccounts(org));
  return result;
}
