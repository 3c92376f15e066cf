import { selectRuntimeGroups } from "../../db/queries/runtime-groups";
import { searchRuntimeInstances } from "../../db/queries/runtime-instances";
import type { OrgContext } from "../trpc/init";

const MOST_OF_A_KIND = 8;

/** The groups and instances whose name or id contains the text, a few of each. */
export async function findByText({ org }: OrgContext, text: string) {
  const wanted = text.toLowerCase();
  const [groups, instances] = await Promise.all([selectRuntimeGroups(org), wanted ? searchRuntimeInstances(org, wanted, MOST_OF_A_KIND) : []]);
  const found = groups.filter((group) => group.name.toLowerCase().includes(wanted) || group.id.includes(wanted));
  return { groups: found.slice(0, MOST_OF_A_KIND).map(({ id, name }) => ({ id, name })), instances };
}
