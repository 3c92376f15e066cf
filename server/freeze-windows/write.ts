import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import {
  countFreezeWindows,
  deleteFreezeWindow as deleteFreezeWindowRow,
  type FreezeLevel,
  insertFreezeWindow,
  selectFreezeWindow,
  updateFreezeWindow as updateFreezeWindowRow,
} from "../../db/queries/freeze-windows";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import { type FreezeWindowFields, MOST_FREEZE_WINDOWS } from "../domain/freeze/freeze-window";
import type { OrgContext } from "../trpc/init";

/** How the audit trail names windows of that level. Throws `not_found` where the group is not there. */
async function namingOf(tx: Executor, { org }: OrgContext, groupId: FreezeLevel) {
  if (groupId === null) return (name: string) => ({ target: name });
  const group = await selectRuntimeGroup(org, groupId, tx);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return (name: string) => ({ target: `${name} in ${group.name}`, groupId });
}

async function windowOf(tx: Executor, { org }: OrgContext, groupId: FreezeLevel, windowId: string) {
  const window = await selectFreezeWindow(tx, org, groupId, windowId);
  if (!window) throw new DomainError("not_found", "No such freeze window.");
  return window;
}

/** Makes a window, of a group or (null) of the org, which holds at once. Throws `not_found`, `conflict` on `name`, and `limit`. */
export async function createFreezeWindow(ctx: OrgContext, groupId: FreezeLevel, fields: FreezeWindowFields): Promise<{ id: string }> {
  const { deps, org, user, by } = ctx;
  const [id, at] = [randomUUID(), deps.now()];
  await org.db.write(async (tx) => {
    const naming = await namingOf(tx, ctx, groupId);
    if ((await countFreezeWindows(tx, org)) >= MOST_FREEZE_WINDOWS)
      throw new DomainError("limit", `At most ${MOST_FREEZE_WINDOWS} freeze windows, those of groups among them; delete one that is not needed any more.`);
    await insertFreezeWindow(tx, org, { id, groupId, ...fields, createdBy: user.name, createdAt: at });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "freezeWindow.create", ...naming(fields.name), after: fields });
  });
  return { id };
}

/** Changes a window of that level; what it is now holds at once. Throws `not_found`, and `conflict` on `name`. */
export async function updateFreezeWindow(ctx: OrgContext, groupId: FreezeLevel, windowId: string, fields: FreezeWindowFields): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const naming = await namingOf(tx, ctx, groupId);
    const window = await windowOf(tx, ctx, groupId, windowId);
    await updateFreezeWindowRow(tx, org, groupId, windowId, fields);
    const change = changedFields(window, fields);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "freezeWindow.update", ...naming(fields.name), ...change });
  });
}

/** Deletes a window of that level; a freeze that it made ends at once. Throws `not_found`. */
export async function deleteFreezeWindow(ctx: OrgContext, groupId: FreezeLevel, windowId: string): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const naming = await namingOf(tx, ctx, groupId);
    const { name, kind, cron, lengthMinutes, timeZone } = await windowOf(tx, ctx, groupId, windowId);
    await deleteFreezeWindowRow(tx, org, groupId, windowId);
    const before = { name, kind, cron, lengthMinutes, timeZone };
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "freezeWindow.delete", ...naming(name), before });
  });
}
