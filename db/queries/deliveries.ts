import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, max, min, sql } from "drizzle-orm";
import type { EventKind } from "../../server/domain/notifications/event-kinds";
import type { Database, Executor } from "../client";
import { channels, deliveries, deliveryEvents, events } from "../schema/index";
import type { OrgDb } from "../scoped";

/** A message on its way, or that was. */
export type DeliveryRow = typeof deliveries.$inferSelect;

/** What belongs into one message: events of one kind and group, by one rule, to one channel. */
export interface MessageKey {
  ruleId: string;
  channelId: string;
  kind: EventKind;
  groupId: string | null;
}

const own = (org: OrgDb, channelId?: string) => and(eq(deliveries.orgId, org.orgId), channelId === undefined ? undefined : eq(deliveries.channelId, channelId));
const isWaiting = eq(deliveries.state, "waiting");

/** The messages of that channel and group that are not ready until after that time, oldest first. */
export const selectOpenDeliveries = (tx: Executor, org: OrgDb, { channelId, groupId }: Pick<MessageKey, "channelId" | "groupId">, after: number) =>
  tx
    .select({ seq: deliveries.seq, ruleId: deliveries.ruleId, kind: deliveries.kind, createdAt: deliveries.createdAt })
    .from(deliveries)
    .where(and(own(org, channelId), isWaiting, gt(deliveries.readyAt, after), groupId === null ? isNull(deliveries.groupId) : eq(deliveries.groupId, groupId)))
    .orderBy(asc(deliveries.seq));

/** Adds a message, and gives its place. */
export async function insertDelivery(tx: Executor, { orgId }: OrgDb, values: Omit<typeof deliveries.$inferInsert, "orgId">): Promise<number> {
  const [added] = await tx
    .insert(deliveries)
    .values({ ...values, orgId })
    .returning({ seq: deliveries.seq });
  return added?.seq ?? 0;
}

/** Has what waits in a channel tried at the next look, however long it was to wait for that. */
export const hastenDeliveries = (tx: Executor, org: OrgDb, channelId: string, now: number) =>
  tx
    .update(deliveries)
    .set({ nextTryAt: now })
    .where(and(own(org, channelId), isWaiting, gt(deliveries.nextTryAt, now)));

/** Changes a message. */
export const updateDelivery = (tx: Executor, org: OrgDb, seq: number, values: Partial<Omit<DeliveryRow, "seq" | "id" | "orgId">>) =>
  tx
    .update(deliveries)
    .set(values)
    .where(and(own(org), eq(deliveries.seq, seq)));

/** Puts events into a message, by one statement however many they are. */
export const insertDeliveryEvents = (tx: Executor, deliverySeq: number, eventSeqs: number[]) =>
  tx.run(sql`INSERT OR IGNORE INTO delivery_events (delivery_seq, event_seq) SELECT ${deliverySeq}, value FROM json_each(${JSON.stringify(eventSeqs)})`);

/**
 * The channels, of all tenants, whose next message's time has come, who has waited longest first. What waits to be tried again is the next of
 * its channel, since none overtakes it.
 */
export const selectDueChannels = (db: Database, now: number) =>
  db.read
    .select({ orgId: deliveries.orgId, channelId: deliveries.channelId })
    .from(deliveries)
    .innerJoin(channels, eq(channels.id, deliveries.channelId))
    .where(and(isWaiting, lte(deliveries.readyAt, now), isNull(channels.disabledBecause)))
    .groupBy(deliveries.orgId, deliveries.channelId)
    .having(lte(max(deliveries.nextTryAt), now))
    .orderBy(min(deliveries.readyAt));

/** The message that is next in a channel; undefined where none is ready. */
export const selectNextDelivery = (org: OrgDb, channelId: string, now: number): Promise<DeliveryRow | undefined> =>
  org.db.read
    .select()
    .from(deliveries)
    .where(and(own(org, channelId), isWaiting, lte(deliveries.readyAt, now)))
    .orderBy(asc(deliveries.readyAt), asc(deliveries.seq))
    .limit(1)
    .get();

/** How many instances these events are of; each that is of none counts by itself. */
const subjects = sql<number>`count(DISTINCT coalesce(${events.instanceId}, ${events.seq}))`.mapWith(Number);

/** The first of a message's events, in order, how many there are, and of how many instances. */
export async function selectMessageEvents(db: Database, deliverySeq: number, limit: number) {
  const ofMessage = eq(deliveryEvents.deliverySeq, deliverySeq);
  const joined = eq(events.seq, deliveryEvents.eventSeq);
  const [rows, total] = await Promise.all([
    db.read.select({ event: events }).from(deliveryEvents).innerJoin(events, joined).where(ofMessage).orderBy(asc(deliveryEvents.eventSeq)).limit(limit),
    db.read
      .select({ n: count(), subjects, newest: sql<number>`max(${events.at})` })
      .from(deliveryEvents)
      .innerJoin(events, joined)
      .where(ofMessage)
      .get(),
  ]);
  return { rows: rows.map(({ event }) => event), count: total?.n ?? 0, subjects: total?.subjects ?? 0, newestAt: Number(total?.newest ?? 0) };
}

/** The newest messages of the org, or of one of its channels; before that place alone. */
export const selectDeliveries = (org: OrgDb, { channelId, before, limit }: { channelId?: string; before?: number; limit: number }) =>
  org.db.read
    .select()
    .from(deliveries)
    .where(and(own(org, channelId), before === undefined ? undefined : lt(deliveries.seq, before)))
    .orderBy(desc(deliveries.seq))
    .limit(limit);

/** How many messages of the org, or of one of its channels, there are before that place. */
export const countDeliveries = async (org: OrgDb, { channelId, before }: { channelId?: string; before?: number }): Promise<number> =>
  (
    await org.db.read
      .select({ n: count() })
      .from(deliveries)
      .where(and(own(org, channelId), before === undefined ? undefined : lt(deliveries.seq, before)))
      .get()
  )?.n ?? 0;

/** One message by the id that receivers know. */
export const selectDelivery = (tx: Executor, org: OrgDb, id: string): Promise<DeliveryRow | undefined> =>
  tx
    .select()
    .from(deliveries)
    .where(and(own(org), eq(deliveries.id, id)))
    .get();

/** How many messages wait in each channel of the org, at which try the first is, when it is tried next, and what went wrong. */
export const selectQueues = (org: OrgDb, now: number) =>
  org.db.read
    .select({
      channelId: deliveries.channelId,
      waiting: count(),
      attempts: sql<number>`max(${deliveries.attempts})`,
      nextTryAt: sql<number>`max(CASE WHEN ${deliveries.attempts} > 0 THEN ${deliveries.nextTryAt} END)`,
      lastFault: sql<string | null>`max(${deliveries.lastFault})`,
    })
    .from(deliveries)
    .where(and(own(org), isWaiting, lte(deliveries.readyAt, now)))
    .groupBy(deliveries.channelId);

/** The first event of each of these messages, how many each has, and of how many instances. */
export async function selectFirstEvents(org: OrgDb, seqs: number[]) {
  const first = org.db.read
    .select({
      deliverySeq: deliveryEvents.deliverySeq,
      eventSeq: sql<number>`min(${deliveryEvents.eventSeq})`.as("first"),
      total: count().as("total"),
      subjects: subjects.as("subjects"),
    })
    .from(deliveryEvents)
    .innerJoin(events, eq(events.seq, deliveryEvents.eventSeq))
    .where(inArray(deliveryEvents.deliverySeq, seqs))
    .groupBy(deliveryEvents.deliverySeq)
    .as("firsts");
  return org.db.read
    .select({ deliverySeq: first.deliverySeq, total: first.total, subjects: first.subjects, event: events })
    .from(first)
    .innerJoin(events, and(eq(events.seq, first.eventSeq), eq(events.orgId, org.orgId)));
}

/** Forgets, of all tenants, some of the messages from before then; gives how many they were. */
export async function deleteDeliveriesBefore(tx: Executor, at: number, most: number): Promise<number> {
  const old = tx.select({ seq: deliveries.seq }).from(deliveries).where(lt(deliveries.createdAt, at)).orderBy(asc(deliveries.seq)).limit(most);
  return (await tx.delete(deliveries).where(inArray(deliveries.seq, old)).returning({ seq: deliveries.seq })).length;
}
