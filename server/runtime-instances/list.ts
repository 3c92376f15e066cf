import { summariesInBatches } from "../../db/queries/instance-batches";
import { INSTANCE_STATES, STATE_NAMES } from "../domain/instance-state";
import { type ListColumns, type ListPage, type ListState, readList } from "../domain/list-rows";
import type { OrgContext } from "../trpc/init";
import { instanceJudge, type Judged } from "./judge-instances";
import { groupFacts, summarizeInstance } from "./summarize";

type Instance = Judged<ReturnType<typeof summarizeInstance>>;

/** States sort from well to bad. */
const rankOf = (state: keyof typeof INSTANCE_STATES, each: Instance): number => INSTANCE_STATES[state].findIndex((value) => value === each.state[state]);

/** How the instances of a group are searched, sorted and filtered. */
export const INSTANCE_LIST: ListColumns<Instance> = {
  textOf: (each) =>
    [each.hostname, each.id, each.gatewayVersion, ...Object.entries(each.labels).map((pair) => pair.join("=")), ...Object.values(each.state)].join(" "),
  sortBy: {
    host: (each) => each.hostname,
    ...Object.fromEntries(STATE_NAMES.map((state) => [state, (each: Instance) => rankOf(state, each)])),
    running: (each) => each.runningVersion ?? 0,
    gateway: (each) => each.gatewayVersion ?? "",
    seen: (each) => each.lastSeenAt ?? 0,
    first: (each) => each.firstSeenAt,
  },
  tieBy: (each) => each.hostname,
  filterBy: Object.fromEntries(STATE_NAMES.map((state) => [state, (each: Instance) => each.state[state]])),
};

/** The group's instances with their derived states, a part at a time, so that no poll waits for a large group. Throws `not_found`. */
export async function* judgedInBatches(ctx: OrgContext, groupId: string): AsyncGenerator<Instance[]> {
  const group = await groupFacts(ctx, groupId);
  const now = ctx.deps.now();
  const judge = instanceJudge(ctx, groupId);
  for await (const batch of summariesInBatches(ctx.org, groupId)) yield Promise.all(batch.map((instance) => judge(summarizeInstance(instance, group, now))));
}

/**
 * The page asked for of the group's instances, with their derived states. Throws `not_found`.
 */
export async function listRuntimeInstances(ctx: OrgContext, groupId: string, state: ListState): Promise<ListPage<Instance>> {
  const list = readList(state, INSTANCE_LIST);
  for await (const batch of judgedInBatches(ctx, groupId)) list.add(batch);
  return list.page();
}
