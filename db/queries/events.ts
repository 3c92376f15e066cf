import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { EventDetail, EventKind } from "../../server/domain/notifications/event-kinds";
import type { Database, Executor } from "../client";
import { events } from "../schema/index";
import type { OrgDb, RuntimeDb } from "../scoped";

/** What a caller tells of what happened. `detail` must hold no secret; the names of group and instance, and their labels, are looked up. */
export interface NewEvent {
  kind: EventKind;
  groupId: string | null;
  instanceId?: string | null;
  detail: EventDetail;
  at: number;
}

/** An event as it was written. */
export type EventRow = typeof events.$inferSelect;

/** As the partial index has it, which a parameter would not match. */
const isUnrouted = sql`${events.isRouted} = 0`;

/** Adds events in this order, inside the transaction of what they tell of, by one statement however many they are. */
export async function insertEvents(tx: Executor, { orgId }: Pick<OrgDb | RuntimeDb, "orgId">, added: NewEvent[]): Promise<void> {
  if (added.length === 0) return;
  const rows = JSON.stringify(added.map(({ kind, groupId, instanceId = null, detail, at }) => [kind, groupId, instanceId, detail, at]));
  await tx.run(sql`
    INSERT INTO events (org_id, kind, group_id, group_name, instance_id, instance_name, labels, detail, at)
    SELECT ${orgId}, told.value ->> 0, told.value ->> 1, grp.name, told.value ->> 2, instance.hostname,
      json_patch(coalesce(grp.labels, '{}'), coalesce(instance.labels, '{}')), told.value -> 3, told.value ->> 4
    FROM json_each(${rows}) AS told
    LEFT JOIN runtime_groups AS grp ON grp.id = told.value ->> 1 AND grp.org_id = ${orgId}
    LEFT JOIN runtime_instances AS instance ON instance.id = told.value ->> 2 AND instance.org_id = ${orgId}
    ORDER BY told.key`);
}

/** Adds an event, inside the transaction of what it tells of. */
export const insertEvent = (tx: Executor, org: Pick<OrgDb | RuntimeDb, "orgId">, event: NewEvent): Promise<void> => insertEvents(tx, org, [event]);

/** The orgs that have events for which the rules were not asked yet. */
export const selectUnroutedOrgs = async (db: Database): Promise<string[]> =>
  (await db.read.select({ orgId: events.orgId }).from(events).where(isUnrouted).groupBy(events.orgId)).map(({ orgId }) => orgId);

/** The oldest events of the org for which the rules were not asked yet. */
export const selectUnroutedEvents = (org: OrgDb, limit: number): Promise<EventRow[]> =>
  org.db.read
    .select()
    .from(events)
    .where(and(isUnrouted, eq(events.orgId, org.orgId)))
    .orderBy(asc(events.seq))
    .limit(limit);

/** Notes that the rules were asked for these events. */
export const markRouted = (tx: Executor, seqs: number[]) =>
  tx
    .update(events)
    .set({ isRouted: true })
    .where(and(isUnrouted, inArray(events.seq, sql`(SELECT value FROM json_each(${JSON.stringify(seqs)}))`)));

/** Forgets, of all tenants, some of the events from before then; gives how many they were. */
export async function deleteEventsBefore(tx: Executor, at: number, most: number): Promise<number> {
  const old = tx.select({ seq: events.seq }).from(events).where(lt(events.at, at)).orderBy(asc(events.at)).limit(most);
  return (await tx.delete(events).where(inArray(events.seq, old)).returning({ seq: events.seq })).length;
}
