import { z } from "zod";
import { DomainError } from "../domain/errors";
import { INSTANCE_STATES, STATE_NAMES } from "../domain/instance-state";
import { ListState, rowFinder } from "../domain/list-rows";
import type { OrgContext } from "../trpc/init";
import { INSTANCE_LIST, judgedInBatches } from "./list";

/** So many take half a second of writing, in parts between which polls are answered. */
const MOST_AT_ONCE = 5000;

const tooMany = () =>
  new DomainError("limit", `At most ${MOST_AT_ONCE.toLocaleString("en")} instances are changed at once: narrow the search, or go by label.`);

/** A list shows all where it is asked for a state that there is not; what changes instances must not take all of them for it. */
const StateFilters = z.partialRecord(z.enum(STATE_NAMES, `A filter is one of ${STATE_NAMES.join(", ")}.`), z.string()).superRefine((filters, context) => {
  for (const name of STATE_NAMES) {
    const values: readonly string[] = INSTANCE_STATES[name];
    const value = filters[name];
    if (value !== undefined && !values.includes(value)) context.addIssue({ code: "custom", message: `This is one of ${values.join(", ")}.`, path: [name] });
  }
});

/** Which instances of a group are meant: some by id, or all that the list finds by this search and these states. */
export const InstanceChoice = z.union(
  [
    z.strictObject({ instanceIds: z.array(z.uuid()).min(1, "Choose an instance at least.").max(MOST_AT_ONCE, tooMany().message) }),
    z.strictObject({ matching: z.strictObject({ q: ListState.shape.q, filters: StateFilters.default({}) }) }),
  ],
  "Give instanceIds, or matching: a search and filters by state.",
);
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
