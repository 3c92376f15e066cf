import { selectRollouts } from "../../db/queries/rollouts";
import { selectRuntimeGroup } from "../../db/queries/runtime-groups";
import { DomainError } from "../domain/errors";
import type { OrgContext } from "../trpc/init";
import { summarizeRollout } from "./summarize";

const MOST_ROLLOUTS = 500;

/** The group's newest rollouts, newest first; one that has not ended is the first. Throws `not_found`. */
export async function listRollouts({ org }: OrgContext, groupId: string) {
  const [group, rows] = await Promise.all([selectRuntimeGroup(org, groupId), selectRollouts(org, groupId, MOST_ROLLOUTS)]);
  if (!group) throw new DomainError("not_found", "No such runtime group.");
  return rows.map(summarizeRollout);
}
