import { z } from "zod";
import { insertAudit } from "../../db/queries/audit";
import { selectEnrollmentToken, selectInstanceById, selectSigningKeys, upsertInstance, useEnrollmentToken } from "../../db/queries/runtime";
import { mintOrgDb, mintRuntimeDb } from "../../db/scoped";
import { hashToken, newToken } from "../auth/token-hash";
import { DomainError } from "../domain/errors";
import { LabelsInput, readLabels } from "../domain/labels";
import { isWellFormedToken } from "../domain/token";
import { type Answer, bearerOf, Refusal, type RuntimeRequest, readBody, unauthorized } from "./answers";
import type { RuntimeApiContext } from "./context";
import { told } from "./credential";
import { isMediaType } from "./media-types";

const FORM_BYTES = 16 * 1024;

const EnrollFields = z.object({
  "instance-id": z.uuid("instance-id must be a UUID.").transform((id) => id.toLowerCase()),
  hostname: z
    .string()
    .min(1, "hostname is missing.")
    .max(253, "hostname has more than 253 characters.")
    .regex(/^[^\p{Cc}]*$/u, "hostname has control characters."),
  "agent-version": z
    .string()
    .regex(/^[\w.+-]{0,40}$/, "agent-version has at most 40 letters, digits and . _ + -")
    .default(""),
  labels: z
    .string()
    .max(8192, "labels has more than 8192 characters.")
    .default("")
    .transform((text, context) => {
      try {
        return readLabels(text);
      } catch (error) {
        context.addIssue({ code: "custom", message: error instanceof DomainError ? error.message : "labels cannot be read." });
        return z.NEVER;
      }
    })
    .pipe(LabelsInput),
});

/** Headers win over form fields of the same name. Throws 422 naming the field. */
async function fieldsOf(request: RuntimeRequest): Promise<z.infer<typeof EnrollFields>> {
  const isForm = isMediaType(request.headers.get("content-type"), "application/x-www-form-urlencoded");
  const form = new URLSearchParams(isForm ? await readBody(request, FORM_BYTES) : "");
  const given = Object.fromEntries(Object.keys(EnrollFields.shape).map((name) => [name, request.headers.get(name) ?? form.get(name) ?? undefined]));
  const parsed = EnrollFields.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refusal(422, issue?.message ?? "The fields are not valid.", {}, String(issue?.path[0] ?? ""));
}

/**
 * POST /enroll. Counts the token's use, adds or renews the instance and writes the audit row in one transaction, so that
 * an answered enrollment is never lost. The same instance-id again gets a new credential; the old one dies.
 */
export async function enroll(request: RuntimeRequest, peer: { address: string }, context: RuntimeApiContext): Promise<Answer> {
  const token = bearerOf(request);
  if (!isWellFormedToken(token, "sbe")) throw unauthorized();
  const fields = await fieldsOf(request);
  const credential = newToken("sbi", context.random);
  const now = context.now();
  const { row, instanceId } = await context.db.write(async (tx) => {
    const found = await selectEnrollmentToken(tx, hashToken(token));
    if (!found || found.token.revokedAt !== null) throw unauthorized();
    const { orgId, groupId, labels, isEphemeral } = found.token;
    const id = fields["instance-id"];
    const existing = await selectInstanceById(tx, id);
    // An orphan of this org has no group any more, so it may find a new one under its old id.
    const isTaken = existing && existing.groupId !== groupId && !(existing.orgId === orgId && existing.orphanedAt !== null);
    if (isTaken) throw new Refusal(409, "This instance-id belongs to another runtime group; choose a new one.", {}, "instance-id");
    if (!(await useEnrollmentToken(tx, found.token.id, now)))
      throw new Refusal(403, "This enrollment token is expired or used up; make a new one in the console.");
    await upsertInstance(tx, {
      id,
      orgId,
      groupId,
      credentialHash: hashToken(credential),
      credentialIssuedAt: now,
      hostname: fields.hostname,
      address: peer.address,
      labels: { ...fields.labels, ...labels },
      agentVersion: fields["agent-version"] || null,
      isEphemeral,
      firstSeenAt: now,
    });
    const by = { actor: fields.hostname, actorKind: "instance", actorId: id, address: peer.address } as const;
    const entry = { id: crypto.randomUUID(), at: now, ...by, action: "instance.enroll", target: fields.hostname, groupId, after: { isEphemeral } };
    await insertAudit(tx, mintOrgDb(context.db, orgId), entry);
    return { row: found, instanceId: id };
  });
  context.cache.instanceChanged(instanceId);
  context.lastSeen.forget(instanceId);
  const { orgId, groupId } = row.token;
  const [key] = await selectSigningKeys(mintRuntimeDb(context.db, { orgId, groupId, instanceId }));
  const answer = { instance_id: instanceId, credential, poll_interval_seconds: row.pollIntervalSeconds, signing_key_id: key?.id ?? "" };
  return told(request, answer);
}
