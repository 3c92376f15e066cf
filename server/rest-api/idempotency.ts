/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that was granted once is answered again as it was, for a day.
 * States of a key of one token: unknown; being answered (`status` null); answered. A refusal changes nothing and is forgotten, so that
 * the request can be mended and made again. Failure mode: where the process ends between the change and the note of its answer, or that
 * cannot be written, the key reads as being answered for five minutes, and the request may then be done anew. An answer that held a secret is not kept and not repeated.
 */
import { createHash } from "node:crypto";
import {
  deleteIdempotencyKey,
  deleteIdempotencyKeysBefore,
  replaceIdempotencyKey,
  selectIdempotencyKey,
  updateIdempotencyKey,
} from "../../db/queries/idempotency-keys";
import type { OrgDb } from "../../db/scoped";
import { answerPlace } from "../at-rest/places";
import { openBytes, sealBytes } from "../at-rest/seal";
import type { Deps } from "../deps";
import { Refusal } from "../runtime-api/answers";
import type { Operation } from "./operation";

const KEPT_MS = 24 * 60 * 60_000;
const GIVEN_UP_MS = 5 * 60_000;

/** What a request with a key is told apart by. */
export interface KeyedRequest {
  operation: Operation;
  tokenId: string;
  org: OrgDb;
  key: string;
  /** What the request says, but for `If-Match`: a second try may have seen what the first did. */
  said: unknown;
}

/** The key of a request, in quotes or without; undefined: it has none, or is of a kind that takes none. Throws 400 where it is none. */
export function keyOf({ method, changesNothing }: Operation, field: string | null): string | undefined {
  if (field === null || method !== "POST" || changesNothing === true) return undefined;
  const key = /^"?([\x21\x23-\x5b\x5d-\x7e]{1,200})"?$/.exec(field)?.[1];
  if (key === undefined) throw new Refusal(400, "An Idempotency-Key has 1 to 200 printable characters without spaces.");
  return key;
}

const fingerprintOf = ({ operation, said }: KeyedRequest): string =>
  createHash("sha256")
    .update(JSON.stringify([operation.id, said]))
    .digest("hex");

function responseOf(status: number, fields: Record<string, string> | null, body: Buffer | null): Response {
  return new Response(body && Uint8Array.from(body), { status, headers: { ...fields, "Idempotent-Replayed": "true" } });
}

/** Takes the key for this request, in one transaction, so that of two at once one does the work. Gives the answer where there is one already. */
async function claim({ db, now, keys }: Deps, request: KeyedRequest): Promise<Response | undefined> {
  const { org, tokenId, key, operation } = request;
  const fingerprint = fingerprintOf(request);
  const known = await db.write(async (tx) => {
    const row = await selectIdempotencyKey(tx, org, { tokenId, key });
    const isOver = row && now() - row.at > (row.status === null ? GIVEN_UP_MS : KEPT_MS);
    if (row && !isOver) return row;
    await replaceIdempotencyKey(tx, org, { tokenId, key, fingerprint, at: now() });
    return undefined;
  });
  if (!known) return undefined;
  if (known.fingerprint !== fingerprint) throw new Refusal(422, "This Idempotency-Key was used for another request.", {}, "Idempotency-Key");
  if (known.status === null) throw new Refusal(409, "The request with this Idempotency-Key is being answered.", { "Retry-After": "1" });
  if (operation.tellsSecret)
    throw new Refusal(409, "This was done already, and its answer held a secret, which is told once. Revoke what it made, and use a new key.");
  return responseOf(known.status, known.fields, known.body && (await openBytes(known.body, keys, answerPlace(org.orgId, tokenId, key))));
}

async function keep({ db, keys }: Deps, { org, tokenId, key, operation }: KeyedRequest, response: Response): Promise<void> {
  const body =
    operation.tellsSecret || response.status === 204
      ? null
      : await sealBytes(Buffer.from(await response.arrayBuffer()), keys, answerPlace(org.orgId, tokenId, key));
  await db.write((tx) => updateIdempotencyKey(tx, org, { tokenId, key }, { status: response.status, fields: Object.fromEntries(response.headers), body }));
}

/** Does the work of a request with a key once, however often it comes. Throws 422 where the key was another request's, 409 while that is being answered. */
export async function onceByKey(deps: Deps, request: KeyedRequest, work: () => Promise<Response>): Promise<Response> {
  const answered = await claim(deps, request);
  if (answered) return answered;
  const response = await work().catch(async (error: unknown) => {
    await deps.db.write((tx) => deleteIdempotencyKey(tx, request.org, request));
    throw error;
  });
  // Done by now: where its answer cannot be kept, the key is not free again, or a second try would do it twice.
  await keep(deps, request, response.clone());
  return response;
}

/** Forgets the keys whose time is over. */
export const forgetOldKeys = ({ db, now }: Pick<Deps, "db" | "now">) => db.write((tx) => deleteIdempotencyKeysBefore(tx, now() - KEPT_MS));
