/**
 * Messages on their way. States: waiting (open until `readyAt`, then in its channel's line, tried from `nextTryAt` on), delivered, failed (given
 * up after three days). Invariants: a channel's messages go one after the other, and none overtakes one that is tried again; a try is noted
 * after its answer, so that where a process dies in between the message goes again: once or more, with the same id. Failure modes: a receiver
 * that is away holds up its own channel alone; one that answers 410 has its channel disabled.
 */
import { randomUUID } from "node:crypto";
import type { Executor } from "../../db/client";
import { insertAudit } from "../../db/queries/audit";
import { type ChannelRow, selectChannel, updateChannel } from "../../db/queries/channels";
import { type DeliveryRow, selectNextDelivery, updateDelivery } from "../../db/queries/deliveries";
import type { OrgDb } from "../../db/scoped";
import type { Deps } from "../deps";
import { GIVEN_UP_MS, waitMs } from "../domain/notifications/retry";
import { messageOf } from "./message-of";
import { type SendOutcome, sendMessage } from "./send";

/** So many messages of a channel go in one run, and none begins later in it than that, so that other channels' new ones come soon. */
const AT_ONCE = 50;
const RUN_MS = 5000;
const GONE = "its receiver answered 410: it is there no more";

/** What a run of the job gives. */
interface Hold {
  signal: AbortSignal;
  assertHeld: (tx: Executor) => Promise<void>;
}

async function noteTry(deps: Deps, org: OrgDb, channel: ChannelRow, delivery: DeliveryRow, outcome: SendOutcome, { assertHeld }: Hold): Promise<void> {
  const at = deps.now();
  const attempts = delivery.attempts + 1;
  const isGivenUp = at - delivery.readyAt >= GIVEN_UP_MS;
  const state = outcome.ok ? "delivered" : isGivenUp ? "failed" : "waiting";
  await org.db.write(async (tx) => {
    await assertHeld(tx);
    const tried = { lastStatus: outcome.status, lastFault: outcome.fault, lastTriedAt: at };
    await updateDelivery(tx, org, delivery.seq, { ...tried, state, attempts, nextTryAt: at + waitMs(attempts) });
    if (outcome.status !== 410) return;
    await updateChannel(tx, org, channel.id, { disabledBecause: GONE });
    const by = { actor: "Signalbox", actorKind: "system" } as const;
    await insertAudit(tx, org, { id: randomUUID(), at, ...by, action: "channel.disable", target: channel.name, after: { because: GONE } });
  });
}

/** Sends what is due in a channel, in order, until one fails or enough were sent; what is left is for the next run. */
export async function deliverTo(deps: Deps, org: OrgDb, channelId: string, hold: Hold): Promise<void> {
  const begunAt = deps.now();
  for (let sent = 0; sent < AT_ONCE && deps.now() - begunAt < RUN_MS && !hold.signal.aborted; sent++) {
    const [channel, delivery] = await Promise.all([selectChannel(org, channelId), selectNextDelivery(org, channelId, deps.now())]);
    if (!channel || channel.disabledBecause !== null || !delivery || delivery.nextTryAt > deps.now()) return;
    const outcome = await sendMessage(deps, channel, delivery.id, await messageOf(deps, org, delivery));
    await noteTry(deps, org, channel, delivery, outcome, hold);
    if (!outcome.ok) return;
  }
}
