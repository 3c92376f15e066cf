import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { DomainError } from "../domain/errors";
import { jsonBoundsFault } from "../domain/json-bounds";
import { MOST_BODY_BYTES } from "../domain/size-limits";
import { isMediaType } from "../runtime-api/media-types";
import type { Context } from "./context";
import { LargeTurns } from "./large-turns";
import { appRouter } from "./root";

const NO_STORE = { "Cache-Control": "no-store" };

/** Reads a body whose structure a parser gets through in no time; any other is refused before it is parsed. */
async function readJson(bytes: Promise<ArrayBuffer>): Promise<unknown> {
  const body = Buffer.from(await bytes);
  const fault = jsonBoundsFault(body);
  if (fault !== undefined) throw new DomainError("invalid", fault);
  return JSON.parse(body.toString("utf8"));
}

const turns = new LargeTurns();

/** A length that is not told may be any. */
const mayBeLarge = ({ method, headers }: Request): boolean => method === "POST" && !(Number(headers.get("content-length") ?? Infinity) <= MOST_BODY_BYTES);

/**
 * Answers a call of one procedure over HTTP. No answer is kept by a browser or by what stands in between. A body is JSON, is not read before
 * the caller is known, and not parsed before it is known to be quick; of each caller one large request is answered at a time.
 */
export async function answerProcedures(req: Request, createContext: () => Context | Promise<Context>): Promise<Response> {
  const type = req.headers.get("content-type");
  if (req.method === "POST" && type !== null && !isMediaType(type, "application/json")) {
    return Response.json({ detail: "This body's type is not taken: send application/json." }, { status: 415, headers: NO_STORE });
  }
  // What the adapter reads a body by, once a procedure asks for its input.
  Object.defineProperty(req, "json", { value: () => readJson(req.arrayBuffer()), configurable: true, writable: true });
  const answer = (context: () => Context | Promise<Context>) =>
    fetchRequestHandler({
      endpoint: "/api/trpc",
      req,
      router: appRouter,
      createContext: context,
      allowBatching: false,
      responseMeta: () => ({ headers: new Headers(NO_STORE) }),
    });
  if (!mayBeLarge(req)) return answer(createContext);
  const context = Promise.resolve(createContext());
  // A context that cannot be made is the adapter's to answer.
  const user = await context.then((made) => made.user).catch(() => null);
  return user ? turns.take(user.id, () => answer(() => context)) : answer(() => context);
}
