/**
 * Calls an address that a member gave, and no other than that. Invariants: HTTPS, or, where the settings open networks of one's own, HTTP to
 * loopback; every address that the name has is looked at before one is connected to, in the connection's own look-up, so that no second
 * answer of a name server leads elsewhere; no redirect is followed; ten seconds and 16 KiB of an answer at the most; certificates are checked.
 * Failure modes are told in words of ours, because people read them: never the URL, and of an error its code alone.
 */
import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isLoopback } from "../domain/client-address";
import { addressKind } from "./public-address";

const PATIENCE_MS = 10_000;
const MOST_ANSWER_BYTES = 16 * 1024;

/** A POST to somebody else. */
export interface OutgoingCall {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Whether networks of one's own may be called. */
  allowsPrivate: boolean;
}

/** What was answered; `text` is the beginning of it. */
export interface CallAnswer {
  status: number;
  text: string;
}

/** Calls out; rejects with `CallFailed` where nothing was answered. */
export type CallOut = (call: OutgoingCall) => Promise<CallAnswer>;

/** Nothing was answered, or nothing was asked; why, in words for people. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";
}

/** Throws where the address must not be called. */
function assertCallable(address: string, allowsPrivate: boolean): void {
  const kind = addressKind(address);
  if (kind === "none") throw new CallFailed("It leads to an address that is no host of the internet.");
  if (kind === "private" && !allowsPrivate)
    throw new CallFailed("It leads to a private network, which is not called; SIGNALBOX_ALLOW_PRIVATE_TARGETS opens it.");
}

/** Looks a name up as the connection would, and fails where one of its addresses must not be called. */
const guardedLookup =
  (allowsPrivate: boolean): LookupFunction =>
  (hostname, options, done) =>
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, "", 0);
      try {
        for (const { address } of found) assertCallable(address, allowsPrivate);
      } catch (refusal) {
        return done(refusal instanceof Error ? refusal : new CallFailed("It could not be looked up."), "", 0);
      }
      const [first] = found;
      if (options.all || !first) return done(null, found);
      return done(null, first.address, first.family);
    });

const FAULTS: Record<string, string> = {
  ECONNREFUSED: "The connection was refused.",
  ECONNRESET: "The connection was closed before an answer.",
  ENOTFOUND: "The name is not known.",
  EAI_AGAIN: "The name could not be looked up.",
  EHOSTUNREACH: "There is no way to the host.",
  ENETUNREACH: "There is no way to the host.",
};

const codeOf = (error: Error): string => ("code" in error && typeof error.code === "string" && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : "");

function failureOf(error: unknown, isLate: boolean): CallFailed {
  if (isLate) return new CallFailed(`Nothing was answered within ${PATIENCE_MS / 1000} seconds.`);
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof CallFailed) return cause;
    const code = codeOf(cause);
    if (FAULTS[code] !== undefined) return new CallFailed(FAULTS[code]);
    if (/CERT|SSL|TLS|UNABLE_TO/.test(code)) return new CallFailed(`Its certificate is not trusted, or its TLS is none (${code}).`);
    if (code !== "") return new CallFailed(`The call failed (${code}).`);
  }
  return new CallFailed("The call failed.");
}

/** The URL, where it is one that may be called at all. */
function readTarget(text: string, allowsPrivate: boolean): URL {
  const url = new URL(text);
  if (url.protocol !== "https:" && !(allowsPrivate && url.protocol === "http:" && isLoopback(url.hostname))) throw new CallFailed("Only https:// is called.");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // Names alone are looked up.
  if (isIP(host) !== 0) assertCallable(host, allowsPrivate);
  return url;
}

/** `CallOut` by Node's own client. */
export const callOut: CallOut = async ({ url: text, headers, body, allowsPrivate }) => {
  const url = readTarget(text, allowsPrivate);
  // Counts the whole of it: what trickles in must not keep the call alive.
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const about = { method: "POST", headers: { ...headers, "Content-Length": Buffer.byteLength(body) } };
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise<CallAnswer>((done, fail) => {
    const onError = (error: unknown) => fail(failureOf(error, signal.aborted));
    const request = send(url, { ...about, lookup: guardedLookup(allowsPrivate), agent: false, signal }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const end = () => done({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString() });
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size < MOST_ANSWER_BYTES) return;
        end();
        response.destroy();
      });
      response.on("end", end);
      response.on("error", onError);
    });
    request.on("error", onError);
    request.end(body);
  });
};
