import { randomUUID } from "node:crypto";

/** What a handler answers. `handle` makes the one Response of it: header fields are cheap only while they are a plain object. */
export interface Answer {
  status: number;
  body: string | Uint8Array<ArrayBuffer> | null;
  headers: Record<string, string>;
}

/** A refusal as an exception: status, what is wrong, and the seconds to wait where there are any. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 422 | 429,
    detail: string,
    readonly headers: Record<string, string> = {},
    readonly field?: string,
  ) {
    super(detail);
  }
}

const TITLES: Record<number, string> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
  410: "Gone",
  413: "Content Too Large",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
};

/** An RFC 9457 answer. */
export function problem(status: number, detail: string, field?: string, headers: Record<string, string> = {}): Answer {
  const requestId = randomUUID();
  const body = { type: "about:blank", title: TITLES[status], status, detail, ...(field ? { field } : {}), requestId };
  return { status, body: JSON.stringify(body), headers: { "Content-Type": "application/problem+json", "Request-Id": requestId, ...headers } };
}

/** The body as text, refused above `maxBytes` without being read further. */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new Refusal(413, `The body has more than ${maxBytes} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The bearer token of the request, or a 401 that tells nothing of what was wrong. */
export function bearerOf(request: Request): string {
  const match = /^Bearer ([\w]{10,200})$/i.exec(request.headers.get("authorization") ?? "");
  if (!match?.[1]) throw unauthorized();
  return match[1];
}

/** The same 401 for every fault of a token. */
export const unauthorized = () => new Refusal(401, "The token is not valid.", { "WWW-Authenticate": "Bearer" });
