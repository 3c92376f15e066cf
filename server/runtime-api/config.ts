import { insertApplyRecord } from "../../db/queries/runtime";
import { Refusal } from "./answers";
import { instanceOf, type RuntimeApiContext } from "./context";
import type { Pointer } from "./fleet-cache";

/** A longer wait is cut, so that no proxy in between gives up first. */
const LONGEST_WAIT_SECONDS = 55;
const TAG = /^(?:W\/)?("sha256-[0-9a-f]{64}")$/;

/** The tags of an `If-None-Match`, without their weakness: it compares weakly (RFC 9110, 13.1.2). */
const tagsOf = (header: string | null): Set<string> => new Set((header ?? "").split(",").flatMap((tag) => TAG.exec(tag.trim())?.[1] ?? []));

const waitOf = (header: string | null): number => {
  const seconds = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/.exec(header ?? "")?.[1];
  return seconds === undefined ? 0 : Math.min(Number(seconds), LONGEST_WAIT_SECONDS);
};

function answerOf(pointer: Pointer, held: Set<string>, waited: number): Response {
  const headers: Record<string, string> = { "Poll-Interval": String(pointer.pollIntervalSeconds), "Cache-Control": "private, no-cache", Vary: "Accept-Encoding" };
  if (waited > 0) headers["Preference-Applied"] = `wait=${waited}`;
  if (!pointer.version) return new Response(null, { status: 204, headers });
  const { etag, number, body } = pointer.version;
  headers.ETag = etag;
  if (held.has(etag)) return new Response(null, { status: 304, headers: { ...headers, "Config-Version": String(number) } });
  return new Response(body, { status: 200, headers: { ...headers, ...pointer.version.headers, "Content-Type": "application/json" } });
}

/**
 * GET /config: the poll. Hash the token, find the runtime and its group's pointer in memory, answer; with `Prefer: wait`
 * hold the answer until the expected version differs. Noting what was seen comes afterwards and never fails the poll.
 */
export async function getConfig(request: Request, context: RuntimeApiContext): Promise<Response> {
  const { runtime } = await instanceOf(request, context);
  const running = TAG.exec(request.headers.get("running-config") ?? "")?.[1] ?? null;
  context.lastSeen.note(runtime, context.now(), running);
  const held = tagsOf(request.headers.get("if-none-match"));
  const wait = waitOf(request.headers.get("prefer"));
  let pointer = await context.cache.pointerOf(runtime);
  if (!pointer) throw new Refusal(410, "The runtime group of this instance is gone. Keep serving; poll once an hour.");
  const hasNews = (current: Pointer) => current.version !== null && !held.has(current.version.etag);
  if (wait > 0 && !hasNews(pointer)) {
    const until = Date.now() + wait * 1000;
    while (!hasNews(pointer) && Date.now() < until && !request.signal.aborted) {
      await context.cache.changed(runtime, (until - Date.now()) / 1000, request.signal);
      await instanceOf(request, context);
      const next = await context.cache.pointerOf(runtime);
      if (!next) throw new Refusal(410, "The runtime group of this instance is gone. Keep serving; poll once an hour.");
      pointer = next;
      if (context.isClosing()) break;
    }
  }
  const answer = answerOf(pointer, held, wait);
  if (answer.status === 200 && pointer.version) {
    const record = { id: crypto.randomUUID(), kind: "offered" as const, etag: pointer.version.etag, kongStatus: null, at: context.now() };
    void context.db.write((tx) => insertApplyRecord(tx, runtime, record)).catch(() => undefined);
  }
  return answer;
}
