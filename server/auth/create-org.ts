import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { insertOrg } from "../../db/queries/people";
import { mintOrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { createSigningKey } from "./signing";

interface Owner {
  id: string;
  name: string;
}

/** Adds an org with its owner, the group `default`, a signing key and the audit row, in the caller's transaction. */
export async function addOrg(tx: Executor, deps: Deps, owner: Owner, name: string): Promise<{ slug: string }> {
  const now = deps.now();
  const [orgId, groupId] = [randomUUID(), randomUUID()];
  const slug = await insertOrg(tx, { org: { id: orgId, name }, ownerId: owner.id, groupId, signingKey: createSigningKey(deps.keys, orgId), now });
  const by = { actor: owner.name, actorId: owner.id };
  await insertAudit(tx, mintOrgDb(deps.db, orgId), { id: randomUUID(), at: now, ...by, action: "org.create", target: name, after: { name, slug } });
  return { slug };
}

/** Creates an org that the user owns. Names may repeat; the slug is the org's own. */
export const createOrg = (deps: Deps, owner: Owner, name: string): Promise<{ slug: string }> => deps.db.write((tx) => addOrg(tx, deps, owner, name));
