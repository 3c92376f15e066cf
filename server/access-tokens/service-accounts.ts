import { randomUUID } from "node:crypto";
import {
  deleteServiceAccount as deleteServiceAccountRow,
  insertServiceAccount,
  replaceServiceGroupRoles,
  selectServiceAccount,
  selectServiceAccounts,
  selectServiceGroupRoles,
  updateServiceAccount as updateServiceAccountRow,
} from "../../db/queries/access-tokens";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import type { ServiceAccountFields } from "../domain/access-token";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";

const MOST_ACCOUNTS = 200;

async function assertGroups(tx: Executor, { org }: OrgContext, { groupRoles }: ServiceAccountFields): Promise<void> {
  if (new Set(groupRoles.map(({ groupId }) => groupId)).size < groupRoles.length) throw new DomainError("invalid", "A group stands twice.", "groupRoles");
  for (const { groupId } of groupRoles)
    if (!(await selectRuntimeGroup(org, groupId, tx))) throw new DomainError("invalid", "A group of these is not there any more.", "groupRoles");
}

/** What the activity tells that a service account was. */
async function factsOf(tx: Executor, { org }: OrgContext, { id, name, role }: { id: string; name: string; role: string }) {
  const groupRoles = (await selectServiceGroupRoles(tx, org, id)).map((each) => ({ groupId: each.groupId, role: each.role }));
  return { name, role, groupRoles };
}

/** Makes a service account; it acts once it has a token. Throws `conflict` on `name`, `invalid` and `limit`. */
export async function createServiceAccount(ctx: OrgContext, fields: ServiceAccountFields) {
  const { deps, org, user, by } = ctx;
  const [id, at] = [randomUUID(), deps.now()];
  const { name, role, groupRoles } = fields;
  if ((await selectServiceAccounts(org)).length >= MOST_ACCOUNTS) throw new DomainError("limit", `At most ${MOST_ACCOUNTS} service accounts.`);
  await org.db.write(async (tx) => {
    await assertGroups(tx, ctx, fields);
    await insertServiceAccount(tx, org, { id, name, role, createdAt: at, createdBy: user.name });
    await replaceServiceGroupRoles(tx, org, id, groupRoles);
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "serviceAccount.create", target: name, after: { role, groupRoles } });
  });
  return { id };
}

/** Changes a service account's name and roles, from its next request on. Throws `not_found`, `conflict` on `name`, and `invalid`. */
export async function updateServiceAccount(ctx: OrgContext, accountId: string, fields: ServiceAccountFields): Promise<void> {
  const { deps, org, by } = ctx;
  const { name, role, groupRoles } = fields;
  await org.db.write(async (tx) => {
    const account = await selectServiceAccount(tx, org, accountId);
    if (!account) throw new DomainError("not_found", "No such service account.");
    await assertGroups(tx, ctx, fields);
    const change = changedFields(await factsOf(tx, ctx, account), fields);
    await updateServiceAccountRow(tx, org, accountId, { name, role });
    await replaceServiceGroupRoles(tx, org, accountId, groupRoles);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "serviceAccount.update", target: name, ...change });
  });
}

/** Deletes a service account with its tokens, which die at once. Throws `not_found`. */
export async function deleteServiceAccount(ctx: OrgContext, accountId: string): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const account = await selectServiceAccount(tx, org, accountId);
    if (!account) throw new DomainError("not_found", "No such service account.");
    const before = await factsOf(tx, ctx, account);
    await deleteServiceAccountRow(tx, org, accountId);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "serviceAccount.delete", target: account.name, before });
  });
}
