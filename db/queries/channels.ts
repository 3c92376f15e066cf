import { and, asc, eq, isNull } from "drizzle-orm";
import { DomainError } from "../../server/domain/errors";
import type { Executor } from "../client";
import { channels, notificationRules } from "../schema/index";
import type { OrgDb } from "../scoped";

/** A channel as it is kept: `target` and the secrets are sealed. */
export type ChannelRow = typeof channels.$inferSelect;
type RuleValues = Omit<typeof notificationRules.$inferInsert, "orgId">;

const ownChannel = (org: OrgDb, channelId: string) => and(eq(channels.orgId, org.orgId), eq(channels.id, channelId));
const ownRule = (org: OrgDb, ruleId: string) => and(eq(notificationRules.orgId, org.orgId), eq(notificationRules.id, ruleId));

/** A unique name taken becomes a conflict on `name`; anything else passes on. */
function nameConflict(error: unknown): never {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (/UNIQUE constraint failed: channels\.org_id, channels\.name/.test(cause.message))
      throw new DomainError("conflict", "A channel of this name exists already; choose another name.", "name");
  }
  throw error;
}

/** The org's channels, by name. */
export const selectChannels = (org: OrgDb, executor: Executor = org.db.read): Promise<ChannelRow[]> =>
  executor.select().from(channels).where(eq(channels.orgId, org.orgId)).orderBy(asc(channels.name));

/** One channel, or undefined. */
export const selectChannel = (org: OrgDb, channelId: string, executor: Executor = org.db.read): Promise<ChannelRow | undefined> =>
  executor.select().from(channels).where(ownChannel(org, channelId)).get();

/** Adds a channel; throws `conflict` on `name` where the org has one of that name. */
export const insertChannel = (tx: Executor, { orgId }: OrgDb, values: Omit<typeof channels.$inferInsert, "orgId">) =>
  tx
    .insert(channels)
    .values({ ...values, orgId })
    .catch(nameConflict);

/** Changes a channel; throws `conflict` on `name` where the org has one of that name. */
export const updateChannel = (tx: Executor, org: OrgDb, channelId: string, values: Partial<Omit<ChannelRow, "id" | "orgId">>) =>
  tx.update(channels).set(values).where(ownChannel(org, channelId)).catch(nameConflict);

/** Removes a channel with its rules and its messages. */
export const deleteChannelRow = (tx: Executor, org: OrgDb, channelId: string) => tx.delete(channels).where(ownChannel(org, channelId));

/** The org's rules, oldest first. */
export const selectRules = (org: OrgDb, executor: Executor = org.db.read) =>
  executor.select().from(notificationRules).where(eq(notificationRules.orgId, org.orgId)).orderBy(asc(notificationRules.createdAt), asc(notificationRules.id));

/** The rules whose channel is not disabled. */
export const selectActiveRules = (org: OrgDb) =>
  org.db.read
    .select({
      id: notificationRules.id,
      channelId: notificationRules.channelId,
      kinds: notificationRules.kinds,
      groupIds: notificationRules.groupIds,
      labels: notificationRules.labels,
    })
    .from(notificationRules)
    .innerJoin(channels, and(eq(channels.orgId, notificationRules.orgId), eq(channels.id, notificationRules.channelId)))
    .where(and(eq(notificationRules.orgId, org.orgId), isNull(channels.disabledBecause)));

/** One rule, or undefined. */
export const selectRule = (org: OrgDb, ruleId: string, executor: Executor) => executor.select().from(notificationRules).where(ownRule(org, ruleId)).get();

/** Adds a rule. */
export const insertRule = (tx: Executor, { orgId }: OrgDb, values: RuleValues) => tx.insert(notificationRules).values({ ...values, orgId });

/** Changes a rule. */
export const updateRule = (tx: Executor, org: OrgDb, ruleId: string, values: Partial<RuleValues>) =>
  tx.update(notificationRules).set(values).where(ownRule(org, ruleId));

/** Removes a rule; messages that it made go on their way. */
export const deleteRuleRow = (tx: Executor, org: OrgDb, ruleId: string) => tx.delete(notificationRules).where(ownRule(org, ruleId));
