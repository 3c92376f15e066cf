import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "@/server/trpc/root";
import type { FormResult } from "./server";

/**
 * The procedures, called from the browser: for what is asked again and again, or must not wait its turn. Server actions
 * run one at a time, so that a look every second would hold up the next click. For whole configurations too: an action takes
 * 1 MiB at the most.
 */
export const trpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: "/api/trpc", transformer: superjson })] });

/** Why a call failed: nobody is signed in any more, the server refused it, or it could not be reached. */
export function failureOf(error: unknown): { kind: "signed out" | "refused" | "unreachable"; message: string } {
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  if (!(error instanceof TRPCClientError) || !data || typeof data !== "object" || !("code" in data)) {
    return { kind: "unreachable", message: "Signalbox cannot be reached. Nothing you typed is lost; try again." };
  }
  return { kind: data.code === "UNAUTHORIZED" ? "signed out" : "refused", message: error.message };
}

/** The same for a form, as a server action's refusal. */
export function refusalOf(error: unknown): FormResult & { error: string } {
  const { kind, message } = failureOf(error);
  return { error: message, isSignedOut: kind === "signed out" };
}
