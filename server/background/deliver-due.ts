import { selectDueChannels } from "../../db/queries/deliveries";
import { mintOrgDb } from "../../db/scoped";
import { type FailedPart, partsFailed } from "../domain/error-names";
import { deliverTo } from "../notifications/deliver";
import type { Job } from "./job";

/** Channels that are sent to at once. */
const AT_ONCE = 20;

/** Sends the messages that are due, to several channels at once, whoever's they are: one that is slow or away holds up no other. */
export const deliverDue: Job["run"] = async (deps, lease) => {
  const due = await selectDueChannels(deps.db, deps.now());
  const failures: FailedPart[] = [];
  const work = async () => {
    for (let next = due.pop(); next && !lease.signal.aborted; next = due.pop()) {
      const { orgId, channelId } = next;
      await deliverTo(deps, mintOrgDb(deps.db, orgId), channelId, lease).catch((error: unknown) => failures.push({ what: `channel ${channelId}`, error }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (failures.length > 0) throw partsFailed(failures);
};
