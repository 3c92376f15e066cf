import { createTRPCClient, httpLink, TRPCClientError } from "@trpc/client";
import { bytesText, mostBodyBytes } from "@/server/domain/size-limits";
import type { AppRouter } from "@/server/trpc/root";
import { wire } from "@/server/trpc/wire";
import type { FormResult } from "./server";

/**
 * The procedures, called from the browser: for what is asked again and again, or must not wait its turn. Server actions
 * run one at a time, so that a look every second would hold up the next click. For whole configurations too: an action takes
 * 1 MiB at the most.
 */
export const trpc = createTRPCClient<AppRouter>({ links: [httpLink({ url: "/api/trpc", transformer: wire, fetch: fetchWithinLimit })] });

const TOO_LARGE = 413;
const OF_A_PROXY = "What stands in front of Signalbox takes no request of this size.";

const tooLarge = (detail: string): Response => Response.json({ detail }, { status: TOO_LARGE });

/** What is too large is not sent: the server refuses it unread, of which a browser that still sends sees a broken connection alone. */
async function fetchWithinLimit(url: URL | RequestInfo, init?: RequestInit): Promise<Response> {
  const { pathname } = new URL(url instanceof Request ? url.url : url, location.href);
  const most = mostBodyBytes(pathname);
  if (typeof init?.body === "string" && new Blob([init.body]).size > most) return tooLarge(`The body has more than ${bytesText(most)}.`);
  const answer = await fetch(url, init);
  // A proxy's page is no JSON, which the caller would take for a server that cannot be reached.
  const isOurs = answer.headers.get("content-type")?.includes("json") ?? false;
  return answer.status === TOO_LARGE && !isOurs ? tooLarge(OF_A_PROXY) : answer;
}

/** Why a request was refused unread; undefined: it was not. */
function tooLargeOf({ meta }: TRPCClientError<AppRouter>): string | undefined {
  if (!(meta?.["response"] instanceof Response) || meta["response"].status !== TOO_LARGE) return undefined;
  const told: unknown = meta["responseJSON"];
  const why = typeof told === "object" && told !== null && "detail" in told && typeof told.detail === "string" ? told.detail : OF_A_PROXY;
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
