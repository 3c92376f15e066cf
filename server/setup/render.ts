import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup, selectSigningKeyId } from "../../db/queries/runtime-groups";
import { insertEnrollmentToken } from "../../db/queries/runtime-instances";
import { hashToken, newToken } from "../auth/token-hash";
import { DomainError } from "../domain/errors";
import { addressProblem, tokenTerms } from "../domain/setup-script/enrollment-terms";
import { renderSetup } from "../domain/setup-script/render-setup";
import type { OrgContext } from "../trpc/init";
import type { SetupRequest } from "./input";

/**
 * Makes an enrollment token and renders the blocks that carry it. The token is in the answer and nowhere else: only its
 * hash is stored. `instanceId` null: every pod that the blocks start makes its own. Throws `invalid` where agents would
 * refuse the server's address, before a token is made.
 */
export async function renderInstanceSetup({ deps, org, user, by }: OrgContext, request: SetupRequest) {
  const problem = addressProblem(deps.env.url);
  if (problem === "plain-http") {
    throw new DomainError(
      "invalid",
      `Agents refuse ${deps.env.url}: tokens and credentials would cross the network in clear. Serve Signalbox over HTTPS, set SIGNALBOX_URL to that address, and start it again.`,
    );
  }
  const [group, signingKey, agentSha256] = await Promise.all([selectRuntimeGroup(org, request.groupId), selectSigningKeyId(org), deps.agentSha256()]);
  if (!group || !signingKey) throw new DomainError("not_found", "No such runtime group.");
  const enrollmentToken = newToken("sbe");
  const instanceId = randomUUID();
  const at = deps.now();
  const { platform, image, labels, proxyPort, proxySslPort } = request;
  const { ttlMinutes, maxUses, isEphemeral } = tokenTerms(request);
  const expiresAt = at + ttlMinutes * 60_000;
  const plan = renderSetup({
    platform,
    image,
    labels,
    proxyPort,
    proxySslPort,
    isEphemeral,
    serverUrl: deps.env.url,
    groupId: group.id,
    enrollmentToken,
    tokenExpiresAt: expiresAt,
    instanceId,
    agentSha256,
    signingKeyId: signingKey.id,
  });
  await org.db.write(async (tx) => {
    await insertEnrollmentToken(tx, org, {
      id: randomUUID(),
      groupId: group.id,
      tokenHash: hashToken(enrollmentToken),
      expiresAt,
      maxUses,
      labels,
      isEphemeral,
      createdAt: at,
      createdBy: user.name,
    });
    await insertAudit(tx, org, {
      id: randomUUID(),
      at,
      ...by,
      action: "enrollmentToken.create",
      target: group.name,
      groupId: group.id,
      after: { labels, expiresAt, maxUses, isEphemeral },
    });
  });
  const isUnreachable = platform !== "universal" && problem === "loopback";
  return { ...plan, isUnreachable, enrollmentToken, madeAt: at, instanceId: platform === "kubernetes" ? null : instanceId, expiresAt, maxUses };
}
