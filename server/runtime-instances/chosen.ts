import { z } from "zod";
import { DomainError } from "../domain/errors";
import { ListState, rowFinder } from "../domain/list-rows";
import type { OrgContext } from "../trpc/init";
import { INSTANCE_LIST, judgedInBatches } from "./list";

/** So many take half a second of writing, in parts between which polls are answered. */
const MOST_AT_ONCE = 5000;

const tooMany = () =>
  new DomainError("limit", `At most ${MOST_AT_ONCE.toLocaleString("en")} instances are changed at once: narrow the search, or go by label.`);

/** Which instances of a group are meant: some by id, or all that the list finds by this search and these states. */
export const InstanceChoice = z.union([
  z.object({ instanceIds: z.array(z.uuid()).min(1, "Choose an instance at least.").max(MOST_AT_ONCE, tooMany().message) }),
  z.object({ matching: ListState.pick({ q: true, filters: true }) }),
]);
export type InstanceChoice = z.infer<typeof InstanceChoice>;

/** The ids that are meant; of a search they are those that it finds now. Throws `limit` above what is changed at once. */
export async function chosenIds(ctx: OrgContext, groupId: string, choice: InstanceChoice): Promise<string[]> {
  if ("instanceIds" in choice) return [...new Set(choice.instanceIds)];
  const isFound = rowFinder(choice.matching, INSTANCE_LIST);
  const ids: string[] = [];
  for await (const batch of judgedInBatches(ctx, groupId)) {
    ids.push(...batch.filter(isFound).map(({ id }) => id));
    if (ids.length > MOST_AT_ONCE) throw tooMany();
  }
  return ids;
}
