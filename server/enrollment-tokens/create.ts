import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { insertEnrollmentToken } from "../../db/queries/runtime-instances";
import { hashToken, newToken } from "../auth/token-hash";
import { DomainError } from "../domain/errors";
import type { EnrollmentTokenFields } from "../domain/runtime-group";
import type { OrgContext } from "../trpc/init";

/** Makes an enrollment token; it is in the answer and nowhere else, only its hash is stored. Throws `not_found`. */
export async function createEnrollmentToken({ deps, org, user, by }: OrgContext, groupId: string, fields: z.infer<typeof EnrollmentTokenFields>) {
  const [id, enrollmentToken, at] = [randomUUID(), newToken("sbe"), deps.now()];
  const { ttlMinutes, maxUses, labels, isEphemeral } = fields;
  const expiresAt = at + ttlMinutes * 60_000;
  await org.db.write(async (tx) => {
    const group = await selectRuntimeGroup(org, groupId, tx);
    if (!group) throw new DomainError("not_found", "No such runtime group.");
    const terms = { labels, expiresAt, maxUses, isEphemeral };
    await insertEnrollmentToken(tx, org, { id, groupId, ...terms, tokenHash: hashToken(enrollmentToken), createdAt: at, createdBy: user.name });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "enrollmentToken.create", target: group.name, groupId, after: terms });
  });
  return { id, enrollmentToken, expiresAt, maxUses };
}
