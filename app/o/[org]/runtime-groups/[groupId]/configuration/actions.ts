"use server";
import { attempt } from "@/app/_trpc/server";

type At = { org: string; groupId: string };

export async function checkAction(at: At, source: string) {
  const result = await attempt((api) => api.configVersions.check({ ...at, source }));
  return "findings" in result ? result.findings.map(({ severity, message, cure, line }) => ({ severity, message, cure, line })) : [{ severity: "error" as const, message: result.error ?? "", cure: "", line: undefined }];
}

export const publishAction = async (at: At, source: string, message: string) => attempt((api) => api.configVersions.publish({ ...at, source, message }));

export const publishAgainAction = async (at: At, number: number) => attempt((api) => api.configVersions.publishAgain({ ...at, number }));
