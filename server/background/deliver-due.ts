import { setTimeout as sleep } from "node:timers/promises";
import { selectDueChannels } from "../../db/queries/deliveries";
import { mintOrgDb } from "../../db/scoped";
import { type FailedPart, partsFailed } from "../domain/error-names";
import { deliverTo } from "../notifications/deliver";
import type { Job } from "./job";

/** Channels that are sent to at once. */
const AT_ONCE = 20;
/** How long a look waits for those that are being sent to, before it looks for others. */
const LOOK_MS = 1000;
/** So many looks in one run, so that who calls for it by cron gets an answer. */
const MOST_LOOKS = 60;

/**
 * Sends the messages that are due, to several channels at once, whoever's they are: one that is slow or away holds up no other, those
 * included whose messages come while it is waited for.
 */
export const deliverDue: Job["run"] = async (deps, lease) => {
  const failed = new Map<string, FailedPart>();
  const sending = new Map<string, Promise<unknown>>();
  for (let looks = 0; looks < MOST_LOOKS && !lease.signal.aborted; looks++) {
    const due = (await selectDueChannels(deps.db, deps.now())).filter(({ channelId }) => !sending.has(channelId) && !failed.has(channelId));
    for (const { orgId, channelId } of due.slice(0, AT_ONCE - sending.size)) {
      const sent = deliverTo(deps, mintOrgDb(deps.db, orgId), channelId, lease)
        .catch((error: unknown) => failed.set(channelId, { what: `channel ${channelId}`, error }))
        .finally(() => sending.delete(channelId));
      sending.set(channelId, sent);
    }
    if (sending.size === 0) break;
    const look = new AbortController();
    await Promise.race([Promise.all(sending.values()), sleep(LOOK_MS, undefined, { signal: look.signal }).catch(() => undefined)]);
    look.abort();
  }
  await Promise.all(sending.values());
  if (failed.size > 0) throw partsFailed([...failed.values()]);
};
