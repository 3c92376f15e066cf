import { setTimeout as sleep } from "node:timers/promises";
import type { Deps } from "../deps";
import { errorNames } from "../domain/error-names";
import { evaluateRollouts } from "./evaluate";

/** What came in the meantime is judged together. */
const GATHER_MS = 500;

/**
 * Has a group's work done soon, once however often it is asked for meanwhile, and once more where it was asked for during the work.
 * What the work throws goes to `log`; what is missed so is made up for by the background job.
 */
export function createNudge(work: (groupId: string) => Promise<unknown>, log: (error: unknown) => void, gatherMs = GATHER_MS): (groupId: string) => void {
  const asked = new Set<string>();
  const underWay = new Set<string>();
  const run = async (groupId: string) => {
    while (asked.has(groupId)) {
      await sleep(gatherMs, undefined, { ref: false });
      asked.delete(groupId);
      await work(groupId).catch(log);
    }
    underWay.delete(groupId);
  };
  return (groupId) => {
    asked.add(groupId);
    if (underWay.has(groupId)) return;
    underWay.add(groupId);
    void run(groupId);
  };
}

/** Has this process judge a group's rollout within a second of what it may hang on: an act, or a rejection that was told here. For hosts with timers. */
export function nudgeRollouts(deps: Deps, log: (line: string) => void): void {
  deps.nudgeRollouts = createNudge(
    (groupId) => evaluateRollouts(deps, { groupId }),
    (error) => log(`rollouts: ${errorNames(error)}`),
  );
  deps.runtimeApi.whenRejected(deps.nudgeRollouts);
}
