import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { insertSigningKey, selectPublicKeys } from "../../db/queries/signing-keys";
import { createSigningKey } from "../auth/signing";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

/** Each of them signs every document: a field of signatures must stay small. */
const MOST_KEYS = 4;

/**
 * Adds a signing key, which signs from now on beside the others: what pins an older one takes every config as before, and what is set up from now on
 * pins this one. Throws `limit`.
 */
export async function addSigningKey({ deps, org, by }: OrgContext) {
  const { privateKey, ...key } = { ...createSigningKey(deps.keys, org.orgId), createdAt: deps.now() };
  await org.db.write(async (tx) => {
    if ((await selectPublicKeys(org, tx)).length >= MOST_KEYS) throw new DomainError("limit", `At most ${MOST_KEYS} signing keys: remove one first.`);
    await insertSigningKey(tx, org, { ...key, privateKey });
    await insertAudit(tx, org, { id: randomUUID(), at: key.createdAt, ...by, action: "signingKey.add", target: key.id });
  });
  deps.runtimeApi.signingKeysChanged(org.orgId);
  return key;
}
