import { createHmac } from "node:crypto";
import { stringifySorted } from "../domain/config-document/canonical-json";
import type { ConfigEntity } from "../domain/configuration/configuration";
import type { OrgContext } from "../trpc/init";

/** A text that is equal for equal entities and tells nothing of their secrets: it is keyed. */
export function stampOf({ deps }: OrgContext, { parent, fields }: ConfigEntity): string {
  return createHmac("sha256", deps.keys.newest.key)
    .update(stringifySorted([parent ?? null, fields]))
    .digest("base64url");
}
