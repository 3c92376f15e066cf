import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import superjson from "superjson";
import { bytesText, mostBodyBytes } from "@/server/domain/size-limits";
import type { AppRouter } from "@/server/trpc/root";
import type { FormResult } from "./server";

/**
 * The procedures, called from the browser: for what is asked again and again, or must not wait its turn. Server actions
 * run one at a time, so that a look every second would hold up the next click. For whole configurations too: an action takes
 * 1 MiB at the most.
 */
export const trpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: "/api/trpc", transformer: superjson, fetch: fetchWithinLimit })] });

/** What is too large is not sent: the server refuses it unread, of which a browser that still sends sees a broken connection alone. */
function fetchWithinLimit(url: URL | RequestInfo, init?: RequestInit): Promise<Response> {
  const { pathname } = new URL(url instanceof Request ? url.url : url, globalThis.location?.href);
  const most = mostBodyBytes(pathname);
  const size = typeof init?.body === "string" ? new Blob([init.body]).size : 0;
  if (size <= most) return fetch(url, init);
  return Promise.resolve(Response.json({ detail: `The body has more than ${bytesText(most)}.` }, { status: TOO_LARGE }));
}

const TOO_LARGE = 413;

/** Why a request was refused unread; undefined: it was not. */
function tooLargeOf({ meta }: TRPCClientError<AppRouter>): string | undefined {
  if (!(meta?.["response"] instanceof Response) || meta["response"].status !== TOO_LARGE) return undefined;
  const told: unknown = meta["responseJSON"];
  const isOurs = typeof told === "object" && told !== null && "detail" in told && typeof told.detail === "string";
  const why = isOurs ? `${told.detail}` : "What stands in front of Signalbox takes no request of this size.";
  return `This is too large to send. ${why} Nothing you typed is lost; send it in smaller parts.`;
}

/** Why a call failed: nobody is signed in any more, the server refused it, or it could not be reached. */
export function failureOf(error: unknown): { kind: "signed out" | "refused" | "unreachable"; message: string } {
  const tooLarge = error instanceof TRPCClientError ? tooLargeOf(error) : undefined;
  if (tooLarge !== undefined) return { kind: "refused", message: tooLarge };
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
