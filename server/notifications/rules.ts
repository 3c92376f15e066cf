import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { deleteRuleRow, insertRule, selectRule, selectRules, updateRule } from "../../db/queries/channels";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { changedFields } from "../domain/audit-chain";
import { DomainError } from "../domain/errors";
import type { RuleFields } from "../domain/notifications/channel";
import type { OrgContext } from "../trpc/init";
import { requireChannel } from "./channels";

const MOST_RULES = 200;

const noRule = () => new DomainError("not_found", "No such rule.");

/** Which events go to which channel, oldest first. */
export const listRules = async ({ org }: OrgContext) =>
  (await selectRules(org)).map(({ id, channelId, kinds, groupIds, labels, createdAt }) => ({ id, channelId, kinds, groupIds, labels, createdAt }));

/** Throws `invalid` on `groupIds` for a group that the org has not, of which nobody would ever be told. `known`: what the rule was for so far, deleted or not. */
async function assertGroups({ org }: OrgContext, groupIds: string[] | null, tx: Executor, known: string[] | null = null): Promise<void> {
  for (const id of groupIds ?? [])
    if (!known?.includes(id) && !(await selectRuntimeGroup(org, id, tx))) throw new DomainError("invalid", "There is no such runtime group.", "groupIds");
}

/** Adds a rule; it is for events from now on. Throws `not_found` for the channel, `invalid` on `groupIds`, and `limit`. */
export async function createRule(ctx: OrgContext, { channelId, kinds, groupIds, labels }: RuleFields): Promise<{ id: string }> {
  const { deps, org, by } = ctx;
  const [id, at] = [randomUUID(), deps.now()];
  await org.db.write(async (tx) => {
    const { name } = await requireChannel(ctx, channelId, tx);
    if ((await selectRules(org, tx)).length >= MOST_RULES) throw new DomainError("limit", `There are ${MOST_RULES} rules; remove one.`);
    await assertGroups(ctx, groupIds, tx);
    await insertRule(tx, org, { id, channelId, kinds, groupIds, labels, createdAt: at });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "notificationRule.create", target: name, after: { kinds, groupIds, labels } });
  });
  return { id };
}

/** Changes what a rule is for, and where it leads. Throws `not_found`, and `invalid` on `groupIds`. */
export async function changeRule(ctx: OrgContext, ruleId: string, { channelId, kinds, groupIds, labels }: RuleFields): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const rule = await selectRule(org, ruleId, tx);
    if (!rule) throw noRule();
    const { name } = await requireChannel(ctx, channelId, tx);
    await assertGroups(ctx, groupIds, tx, rule.groupIds);
    const set = { channelId, kinds, groupIds, labels };
    await updateRule(tx, org, ruleId, set);
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "notificationRule.update", target: name, ...changedFields(rule, set) });
  });
}

/** Removes a rule; the messages that it made go on their way. Throws `not_found`. */
export async function deleteRule(ctx: OrgContext, ruleId: string): Promise<void> {
  const { deps, org, by } = ctx;
  await org.db.write(async (tx) => {
    const rule = await selectRule(org, ruleId, tx);
    if (!rule) throw noRule();
    const { name } = await requireChannel(ctx, rule.channelId, tx);
    await deleteRuleRow(tx, org, ruleId);
    const before = { kinds: rule.kinds, groupIds: rule.groupIds, labels: rule.labels };
    await insertAudit(tx, org, { id: randomUUID(), at: deps.now(), ...by, action: "notificationRule.delete", target: name, before });
  });
}
