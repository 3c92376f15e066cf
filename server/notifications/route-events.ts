import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { selectActiveRules } from "../../db/queries/channels";
import { insertDelivery, insertDeliveryEvents, type MessageKey, selectOpenDeliveries, updateDelivery } from "../../db/queries/deliveries";
import { type EventRow, markRouted, selectUnroutedEvents } from "../../db/queries/events";
import type { OrgDb } from "../../db/scoped";
import { EVENT_RULES } from "../domain/notifications/event-kinds";
import { isFor, readyAt } from "../domain/notifications/route";

/** Events in one transaction. */
const AT_ONCE = 500;

/**
 * Nothing joins a message so shortly before it is ready: who sends it may look before what joins is written, and its clock may be ahead,
 * so that the message would go without it and count as sent.
 */
const CLOSING_MS = 5000;

interface Part extends MessageKey {
  seqs: number[];
}

/** The messages that these events belong into: one for each rule, kind and group, or for each event where no many of its kind come at once. */
function partsOf(events: EventRow[], rules: Awaited<ReturnType<typeof selectActiveRules>>): Part[] {
  const parts = new Map<string, Part>();
  for (const event of events) {
    const { kind, groupId, seq } = event;
    for (const { id: ruleId, channelId } of rules.filter((rule) => isFor(rule, event))) {
      const key = `${ruleId} ${kind} ${EVENT_RULES[kind].isOfMany ? groupId : seq}`;
      const part = parts.get(key) ?? { ruleId, channelId, kind, groupId, seqs: [] };
      part.seqs.push(seq);
      parts.set(key, part);
    }
  }
  return [...parts.values()];
}

/**
 * Puts events into their message that still waits for more, or into a new one. Those that wait for one channel and group wait for each other,
 * and so go in the order that they began in: that an instance is well again never comes before that it was lost.
 */
async function addToMessage(tx: Executor, org: OrgDb, { seqs, ...part }: Part, now: number): Promise<void> {
  const open = EVENT_RULES[part.kind].isOfMany ? await selectOpenDeliveries(tx, org, part, now + CLOSING_MS) : [];
  const ready = readyAt(part.kind, open[0]?.createdAt ?? now, now);
  for (const { seq } of open) await updateDelivery(tx, org, seq, { readyAt: ready });
  const joined = open.find(({ ruleId, kind }) => ruleId === part.ruleId && kind === part.kind);
  const row = { ...part, id: `msg_${randomUUID()}`, createdAt: now, readyAt: ready, nextTryAt: 0, state: "waiting" as const };
  await insertDeliveryEvents(tx, joined?.seq ?? (await insertDelivery(tx, org, row)), seqs);
}

/** Asks the org's rules who is to hear of its events, once for each: in one transaction it is noted, and put into its messages. */
export async function routeEvents(org: OrgDb, now: () => number, assertHeld: (tx: Executor) => Promise<void>): Promise<void> {
  const rules = await selectActiveRules(org);
  for (;;) {
    const events = await selectUnroutedEvents(org, AT_ONCE);
    if (events.length === 0) return;
    await org.db.write(async (tx) => {
      await assertHeld(tx);
      for (const part of partsOf(events, rules)) await addToMessage(tx, org, part, now());
      await markRouted(
        tx,
        events.map(({ seq }) => seq),
      );
    });
  }
}
