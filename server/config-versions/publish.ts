import { createHash, randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { insertConfigVersion, selectConfigVersion } from "../../db/queries/config-versions";
import { selectRuntimeGroup, updateRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

interface NewVersion {
  source: string;
  body: string;
  etag: string;
  entityCount: number;
  message: string;
}

/** Writes the immutable version and moves the group's pointer in one transaction, then wakes who waits. */
async function writeVersion({ deps, org, user }: OrgContext, groupId: string, version: NewVersion) {
  const at = deps.now();
  const number = await org.db.write(async (tx) => {
    const group = await selectRuntimeGroup(org, groupId, tx);
    if (!group) throw new DomainError("not_found", "No such runtime group.");
    const next = await insertConfigVersion(tx, org, {
      id: randomUUID(),
      groupId,
      ...version,
      sizeBytes: Buffer.byteLength(version.body),
      authorName: user.name,
      createdAt: at,
    });
    await updateRuntimeGroup(tx, org, groupId, { liveVersion: next, updatedAt: at });
    const target = `${group.name} v${next}`;
    await insertAudit(tx, org, { id: randomUUID(), at, actor: user.name, action: "configVersion.publish", target, groupId });
    return next;
  });
  deps.runtimeApi.groupChanged(groupId);
  return { number };
}

/** Publishes a document as the group's next config version. Throws `invalid` on `source` with the first error found. */
export async function publishConfig(ctx: OrgContext, groupId: string, source: string, message: string) {
  const { findings, canonical } = await ctx.deps.inspect(source);
  const error = findings.find((finding) => finding.severity === "error");
  if (error || !canonical) {
    const where = error?.line ? `Line ${error.line}: ` : "";
    throw new DomainError("invalid", error ? `${where}${error.message} ${error.cure}` : "The document cannot be read.", "source");
  }
  const etag = `"sha256-${createHash("sha256").update(canonical.json).digest("hex")}"`;
  return writeVersion(ctx, groupId, { source, body: canonical.json, etag, entityCount: canonical.entityCount, message });
}

/** Publishes an older version's document again, as a new version that says so. Throws `not_found`. */
export async function publishConfigAgain(ctx: OrgContext, groupId: string, number: number) {
  const older = await selectConfigVersion(ctx.org, groupId, number);
  if (!older) throw new DomainError("not_found", "No such config version.");
  const { source, body, etag, entityCount } = older;
  return writeVersion(ctx, groupId, { source, body, etag, entityCount, message: `Published v${number} again: ${older.message}`.slice(0, 500) });
}
