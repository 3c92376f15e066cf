import { createHash } from "node:crypto";
import { selectContent } from "../../db/queries/config-versions";
import type { OrgDb } from "../../db/scoped";
import { contentPlace } from "./places";
import { type KeyRing, openBytes, sealBytes } from "./seal";

/** The tag of a document: the hash of the bytes that are served. */
export const etagOf = (json: string): string => `"sha256-${createHash("sha256").update(json).digest("hex")}"`;

/** Seals a canonical document for its group: what `publishContent` takes. */
export async function sealContent(keys: KeyRing, org: OrgDb, groupId: string, { json, entityCount }: { json: string; entityCount: number }) {
  const etag = etagOf(json);
  const body = await sealBytes(Buffer.from(json), keys, contentPlace(org.orgId, groupId, etag));
  return { etag, body, sizeBytes: Buffer.byteLength(json), entityCount };
}

/** What `sealContent` sealed for that group and tag, as it is served. Throws where key, place or bytes are others. */
export const openBody = async (keys: KeyRing, org: OrgDb, { groupId, etag, body }: { groupId: string; etag: string; body: Buffer }): Promise<string> =>
  (await openBytes(body, keys, contentPlace(org.orgId, groupId, etag))).toString();

/** The group's document of that tag, as it is served; undefined where it is not kept. */
export async function openContent(keys: KeyRing, org: OrgDb, groupId: string, etag: string): Promise<string | undefined> {
  const content = await selectContent(org, groupId, etag);
  return content && openBody(keys, org, content);
}
