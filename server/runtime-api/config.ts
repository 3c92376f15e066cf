import type { Answer } from "./answers";
import { instanceOf, type RuntimeApiContext } from "./context";
import type { KnownInstance, Pointer, Watch } from "./fleet-cache";

const TAG = /^(?:W\/)?("sha256-[0-9a-f]{64}")$/;

/** The tag in a field that names one, without its weakness; null where there is none of ours. */
export const tagOf = (header: string | null): string | null => TAG.exec(header?.trim() ?? "")?.[1] ?? null;

/** The tags of an `If-None-Match`, without their weakness: it compares weakly (RFC 9110, 13.1.2). */
const tagsOf = (header: string | null): Set<string> => new Set((header ?? "").split(",").flatMap((tag) => tagOf(tag) ?? []));

/** The wait that is preferred, in seconds, cut to the longest; 0 where none is. */
const waitOf = (header: string | null, longestSeconds: number): number => {
  const seconds = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/i.exec(header ?? "")?.[1];
  return seconds === undefined ? 0 : Math.min(Number(seconds), longestSeconds);
};

function answerOf(pointer: Pointer, held: Set<string>, waited: number): Answer {
  const headers: Record<string, string> = { "Poll-Interval": String(pointer.pollIntervalSeconds), "Cache-Control": "private, no-cache", Vary: "Accept-Encoding" };
  if (waited > 0) headers["Preference-Applied"] = `wait=${waited}`;
  if (!pointer.version) return { status: 204, body: null, headers };
  const { etag, number, body } = pointer.version;
  headers.ETag = etag;
  if (held.has(etag)) return { status: 304, body: null, headers: { ...headers, "Config-Version": String(number) } };
  return { status: 200, body, headers: { ...headers, ...pointer.version.headers, "Content-Type": "application/json" } };
}

/** Holds until the group has what the caller lacks, or the time is over. A revoked credential is refused in the middle. */
async function waitForNews(request: Request, context: RuntimeApiContext, known: KnownInstance, held: Set<string>, waitSeconds: number): Promise<Pointer> {
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    const leftMs = until - performance.now();
    const watch: Watch = context.cache.watch(known.runtime, leftMs, request.signal);
    try {
      const { pointer } = await instanceOf(request, context);
      const hasNews = pointer.version !== null && !held.has(pointer.version.etag);
      if (hasNews || leftMs <= 0 || context.isClosing() || request.signal.aborted) return pointer;
      await watch.happened;
    } finally {
      watch.cancel();
    }
  }
}

/**
 * GET /config: the poll. Hash the token, find the runtime and its group's pointer in memory, answer; with `Prefer: wait`
 * hold the answer until the expected version differs. Noting what was seen is written afterwards and never fails the poll.
 */
export async function getConfig(request: Request, context: RuntimeApiContext): Promise<Answer> {
  const known = await instanceOf(request, context);
  const { runtime } = known;
  const held = tagsOf(request.headers.get("if-none-match"));
  const waitSeconds = waitOf(request.headers.get("prefer"), context.longestWaitSeconds);
  const runningEtag = tagOf(request.headers.get("running-config"));
  const { pollIntervalSeconds } = known.pointer;
  context.lastSeen.note(runtime, { at: context.now(), pollIntervalSeconds, runningEtag });
  const pointer = waitSeconds > 0 ? await waitForNews(request, context, known, held, waitSeconds) : known.pointer;
  const answer = answerOf(pointer, held, waitSeconds);
  // Only a wait is left in the middle; to look at the signal of every poll would make one for each.
  if (waitSeconds > 0 && request.signal.aborted) return answer;
  const at = context.now();
  if (answer.status === 200 && pointer.version) {
    const { etag, number } = pointer.version;
    context.lastSeen.note(runtime, { at, pollIntervalSeconds, offer: { etag, versionNumber: number, at } });
  } else if (waitSeconds > 0) context.lastSeen.note(runtime, { at, pollIntervalSeconds });
  return answer;
}
