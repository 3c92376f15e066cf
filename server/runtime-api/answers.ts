import { randomUUID } from "node:crypto";
import { DATA_HEADERS } from "../domain/page-guard";

/**
 * What the handlers read of a request. The web's `Request` is one; the Node server makes one of its own message, because
 * a real `Request` costs several times what a poll costs. `url` is absolute; field names are given in lower case.
 */
export interface RuntimeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** What a handler answers, for the door to send: a web `Response`, or Node's own. */
export interface Answer {
  status: number;
  body: string | Uint8Array<ArrayBuffer> | null;
  headers: Readonly<Record<string, string>>;
}

/** A refusal as an exception: status, what is wrong, and the seconds to wait where there are any. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429,
    detail: string,
    readonly headers: Record<string, string> = {},
    readonly field?: string,
  ) {
    super(detail);
  }
}

/** The name of each status that a problem may have. */
export const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  422: "Unprocessable Content",
  428: "Precondition Required",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
};

/** An RFC 9457 answer. */
export function problem(status: number, detail: string, field?: string, headers: Record<string, string> = {}): Answer & { body: string } {
  const requestId = randomUUID();
  const body = { type: "about:blank", title: TITLES[status], status, detail, ...(field ? { field } : {}), requestId };
  return {
    status,
    body: JSON.stringify(body),
    headers: { ...DATA_HEADERS, "Content-Type": "application/problem+json", "Cache-Control": "no-store", "Request-Id": requestId, ...headers },
  };
}

/** The body, refused above `maxBytes` without being read further. */
export async function readBytes(request: RuntimeRequest, maxBytes: number): Promise<Buffer> {
  const tooLarge = () => new Refusal(413, `The body has more than ${maxBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The same as text. */
export const readBody = async (request: RuntimeRequest, maxBytes: number): Promise<string> => (await readBytes(request, maxBytes)).toString("utf8");

/** The bearer token of the request, or a 401 that tells nothing of what was wrong. */
export function bearerOf(request: RuntimeRequest): string {
  const match = /^Bearer ([\w]{10,200})$/i.exec(request.headers.get("authorization") ?? "");
  if (!match?.[1]) throw unauthorized();
  return match[1];
}

/** The same 401 for every fault of a token. */
export const unauthorized = () => new Refusal(401, "The token is not valid.", { "WWW-Authenticate": "Bearer" });
