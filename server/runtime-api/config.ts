import type { RuntimeDb } from "../../db/scoped";
import type { Answer, RuntimeRequest } from "./answers";
import { instanceOf, type RuntimeApiContext } from "./context";
import type { Pointer, Watch } from "./fleet-cache";

const TAG = /^(?:W\/)?("sha256-[0-9a-f]{64}")$/;

/** The tag in a field that names one, without its weakness; null where there is none of ours. */
export const tagOf = (header: string | null): string | null => TAG.exec(header?.trim() ?? "")?.[1] ?? null;

/**
 * Whether an `If-None-Match` names the tag; it compares weakly (RFC 9110, 13.1.2). Looking for the quoted tag in the field
 * is exact, because no tag has a quote inside.
 */
const names = (ifNoneMatch: string, etag: string): boolean => ifNoneMatch.includes(etag);

/** Whether the caller holds the document; by `*` it says that it holds whatever there is. */
const holds = (ifNoneMatch: string, etag: string): boolean => names(ifNoneMatch, etag) || ifNoneMatch.trim() === "*";

/** One preference of a `Prefer` (RFC 7240, 2) with its parameters; a comma in quotes ends none. */
const PREFERENCE = /(?:[^,"]|"(?:[^"\\]|\\.)*(?:"|$))+/g;
const WAIT = /^\s*wait\s*=\s*(?:(\d{1,6})|"(\d{1,6})")\s*(?:;|$)/i;

/** The wait that is preferred, in seconds, cut to the longest; 0 where none is. Of two the first counts. */
function waitOf(header: string | null, longestSeconds: number): number {
  for (const preference of header?.match(PREFERENCE) ?? []) {
    const match = WAIT.exec(preference);
    if (match) return Math.min(Number(match[1] ?? match[2]), longestSeconds);
  }
  return 0;
}

function answerOf({ fields, version }: Pointer, held: string, waited: number): Answer {
  const isHeld = version !== null && holds(held, version.etag);
  const headers = version === null ? fields : isHeld ? version.fields : version.documentFields;
  return {
    status: version === null ? 204 : isHeld ? 304 : 200,
    body: version === null || isHeld ? null : version.body,
    headers: waited > 0 ? { ...headers, "Preference-Applied": `wait=${waited}` } : headers,
  };
}

/** Holds until the group has what the caller lacks, or the time is over. A revoked credential is refused in the middle. */
async function waitForNews(request: RuntimeRequest, context: RuntimeApiContext, runtime: RuntimeDb, held: string, waitSeconds: number): Promise<Pointer> {
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    const leftMs = until - performance.now();
    const watch: Watch = context.cache.watch(runtime, leftMs, request.signal);
    try {
      const { pointer } = await instanceOf(request, context);
      const hasNews = pointer.version !== null && !holds(held, pointer.version.etag);
      if (hasNews || leftMs <= 0 || context.isClosing() || request.signal.aborted) return pointer;
      await watch.happened;
    } finally {
      watch.cancel();
    }
  }
}

/**
 * The expected version, where the node holds it and runs another: it has refused it. A node names it then for good, so
 * that its word counts however long ago its report was, and whatever it refused since.
 */
const refusedOf = ({ version }: Pointer, held: string, runningEtag: string | null): string | undefined =>
  version !== null && runningEtag !== null && runningEtag !== version.etag && names(held, version.etag) ? version.etag : undefined;

/**
 * GET /config: the poll. Hash the token, find the runtime and its group's pointer in memory, answer; with `Prefer: wait`
 * hold the answer until the expected version differs. Noting what was seen is written afterwards and never fails the poll.
 */
export async function getConfig(request: RuntimeRequest, context: RuntimeApiContext): Promise<Answer> {
  const known = await instanceOf(request, context);
  const { runtime } = known;
  const held = request.headers.get("if-none-match") ?? "";
  const waitSeconds = waitOf(request.headers.get("prefer"), context.longestWaitSeconds);
  const runningEtag = tagOf(request.headers.get("running-config"));
  const { pollIntervalSeconds } = known.pointer;
  context.lastSeen.note(runtime, { at: context.now(), pollIntervalSeconds, runningEtag, refusedEtag: refusedOf(known.pointer, held, runningEtag) });
  const pointer = waitSeconds > 0 ? await waitForNews(request, context, runtime, held, waitSeconds) : known.pointer;
  const answer = answerOf(pointer, held, waitSeconds);
  // Only a wait is left in the middle; to look at the signal of every poll would make one for each.
  if (waitSeconds > 0 && request.signal.aborted) return answer;
  const at = context.now();
  // A HEAD is given no document.
  if (answer.status === 200 && pointer.version && request.method === "GET") {
    const { etag, number } = pointer.version;
    context.lastSeen.note(runtime, { at, pollIntervalSeconds, offer: { etag, versionNumber: number, at } });
  } else if (waitSeconds > 0) context.lastSeen.note(runtime, { at, pollIntervalSeconds });
  return answer;
}
