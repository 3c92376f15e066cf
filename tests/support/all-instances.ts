import type { createCaller } from "../../server/trpc/root";

type Instances = ReturnType<typeof createCaller>["instances"];
/** An instance as the console lists it. */
export type ListedInstance = Awaited<ReturnType<Instances["list"]>>["shown"][number];

/** Every instance of a group, from all pages of its list. */
export async function allInstances({ instances }: { instances: Instances }, at: { org: string; groupId: string }): Promise<ListedInstance[]> {
  const all = [];
  for (let [page, pages] = [1, 1]; page <= pages; page += 1) {
    const read = await instances.list({ ...at, sort: "host", page });
    all.push(...read.shown);
    pages = read.pages;
  }
  return all;
}
