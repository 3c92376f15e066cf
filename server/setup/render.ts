import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup, selectSigningKeyId } from "../../db/queries/runtime-groups";
import { insertEnrollmentToken } from "../../db/queries/runtime-instances";
import { hashToken, newToken } from "../auth/seal";
import { DomainError } from "../domain/errors";
import { renderSetup } from "../domain/setup-script/render";
import type { OrgContext } from "../trpc/init";
import type { SetupRequest } from "./input";

/** SHA-256 in hex of the agent that this server hands out; the scripts pin it. */
const agentSha256 = (): string => createHash("sha256").update(readFileSync(join(process.cwd(), "public", "runtime-agent.sh"))).digest("hex");

/**
 * Makes an enrollment token and renders the blocks that carry it. The token is in the answer and nowhere else: only its
 * hash is stored. `instanceId` null: every node that the blocks start makes its own.
 */
export async function renderInstanceSetup({ deps, org, user }: OrgContext, request: SetupRequest) {
  const [group, signingKey] = await Promise.all([selectRuntimeGroup(org, request.groupId), selectSigningKeyId(org)]);
  if (!group || !signingKey) throw new DomainError("not_found", "No such runtime group.");
  const enrollmentToken = newToken("sbe");
  const instanceId = randomUUID();
  const at = deps.now();
  const expiresAt = at + request.ttlMinutes * 60_000;
  const { platform, image, labels, proxyPort, proxySslPort, isEphemeral, maxUses } = request;
  const plan = renderSetup({
    platform,
    image,
    labels,
    proxyPort,
    proxySslPort,
    isEphemeral,
    serverUrl: deps.env.url,
    groupName: group.name,
    enrollmentToken,
    instanceId,
    instanceName: `kong-${instanceId.slice(0, 8)}`,
    statusPort: 8100,
    agentSha256: agentSha256(),
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
    await insertAudit(tx, org, { id: randomUUID(), at, actor: user.name, action: "enrollmentToken.create", target: group.name, groupId: group.id });
  });
  // In a container, loopback is the container itself.
  const isUnreachable = platform !== "universal" && /^https?:\/\/(localhost|127\.|\[::1\])/.test(deps.env.url);
  return { ...plan, isUnreachable, enrollmentToken, madeAt: at, instanceId: platform === "kubernetes" ? null : instanceId, expiresAt, maxUses };
}
