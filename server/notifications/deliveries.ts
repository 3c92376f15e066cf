import { randomUUID } from "node:crypto";
import { insertAudit } from "../../db/queries/audit";
import { selectChannels } from "../../db/queries/channels";
import { countDeliveries, selectDeliveries, selectDelivery, selectFirstEvents, updateDelivery } from "../../db/queries/deliveries";
import { DomainError } from "../domain/errors";
import { messageText } from "../domain/notifications/event-text";
import type { OrgContext } from "../trpc/init";

/** Which messages are asked for: of one channel, before one of them. */
interface DeliveryFilter {
  channelId?: string | undefined;
  before?: number | undefined;
  pageSize: number;
}

/** What was sent and what waits, newest first: of each message what it tells, and what came of the last try. `total` counts all that `before` leaves. */
export async function listDeliveries({ org }: OrgContext, { channelId, before, pageSize }: DeliveryFilter) {
  const which = { ...(channelId === undefined ? {} : { channelId }), ...(before === undefined ? {} : { before }) };
  const [rows, total, channels] = await Promise.all([selectDeliveries(org, { ...which, limit: pageSize }), countDeliveries(org, which), selectChannels(org)]);
  const firsts = await selectFirstEvents(
    org,
    rows.map(({ seq }) => seq),
  );
  const firstOf = new Map(firsts.map((each) => [each.deliverySeq, each]));
  const nameOf = new Map(channels.map(({ id, name }) => [id, name]));
  const shown = rows.map(({ seq, id, channelId: of, kind, state, attempts, nextTryAt, readyAt, lastStatus, lastFault, lastTriedAt, createdAt }) => {
    const first = firstOf.get(seq);
    const text = first ? messageText([first.event], { count: first.total, subjects: first.subjects }, first.event.groupName) : "";
    const channel = { channelId: of, channelName: nameOf.get(of) ?? "" };
    const next = { nextTryAt: state === "waiting" ? Math.max(readyAt, nextTryAt) : null };
    return { seq, id, ...channel, kind, text, count: first?.total ?? 0, state, attempts, ...next, lastStatus, lastFault, lastTriedAt, createdAt };
  });
  return { rows: shown, total, pageSize };
}

/** Puts a message back at the end of its channel's line, with the id that it had, whatever became of it. Throws `not_found`. */
export async function resendDelivery({ deps, org, by }: OrgContext, deliveryId: string): Promise<void> {
  const at = deps.now();
  await org.db.write(async (tx) => {
    const delivery = await selectDelivery(tx, org, deliveryId);
    if (!delivery) throw new DomainError("not_found", "No such message.");
    await updateDelivery(tx, org, delivery.seq, { state: "waiting", attempts: 0, readyAt: at, nextTryAt: at });
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "delivery.resend", target: deliveryId });
  });
}
