import { selectDueChannels } from "../../db/queries/deliveries";
import { mintOrgDb } from "../../db/scoped";
import { errorNames } from "../domain/error-names";
import { deliverTo } from "../notifications/deliver";
import type { Job } from "./job";

/** Channels that are sent to at once. */
const AT_ONCE = 20;

/** Sends the messages that are due, to several channels at once, whoever's they are: one that is slow or away holds up no other. */
export const deliverDue: Job["run"] = async (deps, lease) => {
  const due = await selectDueChannels(deps.db, deps.now());
  const errors: unknown[] = [];
  const work = async () => {
    for (let next = due.pop(); next && !lease.signal.aborted; next = due.pop()) {
      await deliverTo(deps, mintOrgDb(deps.db, next.orgId), next.channelId, lease).catch((error: unknown) => errors.push(error));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (errors.length > 0) throw new Error(`Some channels were not sent to: ${errorNames(errors[0])}.`, { cause: errors[0] });
};
