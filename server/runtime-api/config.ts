import type { Answer, RuntimeRequest } from "./answers";
import { instanceOf, type RuntimeApiContext, type Served } from "./context";
import type { ServedDocument, Watch } from "./fleet-cache";
import type { Expected } from "./known-instance";

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

/** What an instance is to be told: what is expected of it now, and when a person asked that it take that once more. */
interface Told extends Served {
  expected: Expected | null;
  syncRequestedAt: number | null;
}

/** Without a promise where all is at hand, as at every poll but the first. */
function toldOf(served: Served, { cache, lastSeen }: RuntimeApiContext): Told | Promise<Told> {
  const { known, runtime, pointer } = served;
  const asked = known.syncRequestedAt;
  const syncRequestedAt = asked === null || lastSeen.isSynced(runtime, asked) ? null : asked;
  const expected = cache.expectedOf(known, pointer);
  if (expected instanceof Promise) return expected.then((loaded) => ({ ...served, expected: loaded, syncRequestedAt }));
  return { known, runtime, pointer, expected, syncRequestedAt };
}

/** What the caller is to be sent, because it lacks it, or is to take it once more. Null: nothing. */
const dueOf = ({ expected, syncRequestedAt }: Told, held: string): Expected | null =>
  expected !== null && (syncRequestedAt !== null || !holds(held, expected.etag)) ? expected : null;

const ROTATION = { "Credential-Rotation": "requested" };
/** With a document that may be held: it is to be taken once more. */
const SYNC = { "Config-Sync": "requested" };

function answerOf({ known, pointer, expected, syncRequestedAt }: Told, document: ServedDocument | null, waited: number): Answer {
  const fields = expected?.fields ?? pointer.fields;
  const told = known.isRotating ? { ...fields, ...ROTATION } : fields;
  const headers = document ? { ...told, ...document.fields, ...(syncRequestedAt === null ? {} : SYNC) } : told;
  return {
    status: document ? 200 : expected ? 304 : 204,
    body: document?.body ?? null,
    headers: waited > 0 ? { ...headers, "Preference-Applied": `wait=${waited}` } : headers,
  };
}

/**
 * Holds until the caller is to be sent something or to change its credential, or the time is over. Who was told the latter and did not heed
 * it waits on: an agent of the release before would come back at once, for ever. A revoked credential is refused in the middle.
 */
async function waitForNews(request: RuntimeRequest, context: RuntimeApiContext, { runtime }: Told, held: string, waitSeconds: number): Promise<Told> {
  const until = performance.now() + waitSeconds * 1000;
  for (;;) {
    const leftMs = until - performance.now();
    const watch: Watch = context.cache.watch(runtime, leftMs, request.signal);
    try {
      const told = await toldOf(await instanceOf(request, context), context);
      const isAsked = told.known.isRotating && !told.known.isRotationTold;
      if (dueOf(told, held) || isAsked || leftMs <= 0 || context.isClosing() || request.signal.aborted) return told;
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
const refusedOf = ({ expected }: Told, held: string, runningEtag: string | null): string | undefined =>
  expected !== null && runningEtag !== null && runningEtag !== expected.etag && names(held, expected.etag) ? expected.etag : undefined;

/**
 * GET /config: the poll. Hash the token, find the runtime, its group's pointer and what that expects of it in memory, answer; with
 * `Prefer: wait` hold the answer until the expected version differs. Noting what was seen is written afterwards and never fails the poll.
 */
export async function getConfig(request: RuntimeRequest, context: RuntimeApiContext): Promise<Answer> {
  const finding = instanceOf(request, context);
  const loading = toldOf(finding instanceof Promise ? await finding : finding, context);
  const known = loading instanceof Promise ? await loading : loading;
  const { runtime } = known;
  const held = request.headers.get("if-none-match") ?? "";
  const waitSeconds = waitOf(request.headers.get("prefer"), context.longestWaitSeconds);
  const runningEtag = tagOf(request.headers.get("running-config"));
  const { pollIntervalSeconds } = known.pointer;
  context.lastSeen.note(runtime, { at: context.now(), pollIntervalSeconds, runningEtag, refusedEtag: refusedOf(known, held, runningEtag) });
  const told = waitSeconds > 0 ? await waitForNews(request, context, known, held, waitSeconds) : known;
  if (told.known.isRotating) told.known.isRotationTold = true;
  const due = dueOf(told, held);
  const answer = answerOf(told, due && (await context.cache.documentOf(runtime, told.pointer, due)), waitSeconds);
  // Only a wait is left in the middle; to look at the signal of every poll would make one for each.
  if (waitSeconds > 0 && request.signal.aborted) return answer;
  const at = context.now();
  // A HEAD is given no document.
  if (due && request.method === "GET") {
    const asked = told.syncRequestedAt === null ? {} : { syncRequestedAt: told.syncRequestedAt };
    context.lastSeen.note(runtime, { at, pollIntervalSeconds, offer: { etag: due.etag, versionNumber: due.number, at, ...asked } });
  } else if (waitSeconds > 0) context.lastSeen.note(runtime, { at, pollIntervalSeconds });
  return answer;
}
