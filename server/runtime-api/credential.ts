import { insertAudit } from "../../db/queries/audit";
import { replaceCredential } from "../../db/queries/instance-credentials";
import { mintOrgDb } from "../../db/scoped";
import { hashToken, newToken } from "../auth/token-hash";
import { type Answer, bearerOf, Refusal, type RuntimeRequest, unauthorized } from "./answers";
import { instanceOf, type RuntimeApiContext } from "./context";
import { prefers } from "./media-types";

/** Credentials as an agent is told them: as JSON, or as `key=value` lines for who cannot read that. */
export function told(request: RuntimeRequest, answer: Readonly<Record<string, string | number>>): Answer {
  if (prefers(request.headers.get("accept"), "text/plain", "application/json")) {
    const lines = Object.entries(answer).map(([name, value]) => `${name}=${value}\n`);
    return { status: 201, body: lines.join(""), headers: { "Content-Type": "text/plain; charset=utf-8" } };
  }
  return { status: 201, body: JSON.stringify(answer), headers: { "Content-Type": "application/json" } };
}

/**
 * POST /credential: a new credential for the present one, where the polls say that it is asked for. The one that was borne stays
 * good until the new one is used, so that a lost answer is no dead end: asked again, another takes the place of the unused one.
 * Not asked for is 409: who stole a credential cannot lock its owner out.
 */
export async function rotateCredential(request: RuntimeRequest, peer: { readonly address: string }, context: RuntimeApiContext): Promise<Answer> {
  const { runtime } = await instanceOf(request, context);
  const credential = newToken("sbi", context.random);
  const [borne, next, at] = [hashToken(bearerOf(request)), hashToken(credential), context.now()];
  await context.db.write(async (tx) => {
    const replaced = await replaceCredential(tx, runtime, { borne, next, at });
    if (replaced === "unknown") throw unauthorized();
    if (replaced === "not asked") throw new Refusal(409, "No new credential was asked for; the one at hand is good.");
    // Once a rotation, however often its answer is lost.
    if (!replaced.isFirst) return;
    const by = { actor: replaced.hostname, actorKind: "instance", actorId: runtime.instanceId, address: peer.address } as const;
    const entry = { id: crypto.randomUUID(), at, ...by, action: "instance.rotate", target: replaced.hostname, groupId: runtime.groupId };
    await insertAudit(tx, mintOrgDb(context.db, runtime.orgId), entry);
  });
  context.cache.instanceChanged(runtime.instanceId);
  return told(request, { credential });
}
