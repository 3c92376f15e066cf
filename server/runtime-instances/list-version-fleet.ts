import { z } from "zod";
import { ADOPTIONS } from "../domain/adoption";
import { type ListColumns, ListState, readList } from "../domain/list-rows";
import type { OrgContext } from "../trpc/init";
import { adoptionsInBatches, countingOf, type FleetRow, noAdoptions, readVersionFleet, withDetails } from "./version-fleet";

const VersionNumber = z.number().int().min(1);

/** A page of who runs a config version. */
export const VersionFleetInput = ListState.extend({ number: VersionNumber });

const rankOf = ({ adoption }: FleetRow): number => ADOPTIONS.indexOf(adoption);

/** What a list of who runs a config version can be asked. */
export const FLEET_LIST: ListColumns<FleetRow> = {
  textOf: (each) =>
    [each.hostname, each.id, each.gatewayVersion, each.adoption, each.reason, ...Object.entries(each.labels).map((pair) => pair.join("="))].join(" "),
  sortBy: {
    host: (each) => each.hostname,
    adoption: rankOf,
    running: (each) => each.runningVersion ?? 0,
    expected: (each) => each.expectedVersion ?? 0,
    gateway: (each) => each.gatewayVersion ?? "",
    seen: (each) => each.lastSeenAt ?? 0,
  },
  tieBy: (each) => each.hostname,
  filterBy: { adoption: (each) => each.adoption },
};

/**
 * Whether the whole group runs a config version: how many instances are what to it, and the page asked for of them, with why each does
 * or does not. Reads a large group a part at a time, so that no poll waits for it. Throws `not_found`.
 */
export async function listVersionFleet(ctx: OrgContext, groupId: string, { number, ...state }: z.infer<typeof VersionFleetInput>) {
  const fleet = await readVersionFleet(ctx, groupId, number);
  const [list, counts] = [readList(state, FLEET_LIST), noAdoptions()];
  for await (const batch of adoptionsInBatches(fleet)) {
    for (const { adoption } of batch) counts[adoption] += 1;
    list.add(batch);
  }
  const page = list.page();
  const { message, isLive, rollout } = fleet;
  return { number, message, isLive, rollout: rolloutText(rollout), counts, counting: countingOf(counts), ...page, shown: await withDetails(fleet, page.shown) };
}

/** Where the rollout of the config version is, in words; null: it went to all at once, or is not live. */
const rolloutText = (rollout: Awaited<ReturnType<typeof readVersionFleet>>["rollout"]): string | null =>
  rollout && `${rollout.state}, stage ${rollout.stage + 1} of ${rollout.stages.length}`;

/** A walk through those who run a config version, or do not. `after`: the id of the last one that is known. */
export const VersionFleetByIdInput = z.object({
  number: VersionNumber,
  adoption: z.enum(ADOPTIONS).optional(),
  after: z.uuid().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** Up to `limit` of the group's instances in the order of their ids, with why each does or does not run the config version; `next`: there are more behind it. Throws `not_found`. */
export async function listVersionFleetById(ctx: OrgContext, groupId: string, { number, adoption, after, limit }: z.infer<typeof VersionFleetByIdInput>) {
  const fleet = await readVersionFleet(ctx, groupId, number);
  const rows: FleetRow[] = [];
  for await (const batch of adoptionsInBatches(fleet, after)) {
    rows.push(...batch.filter((row) => adoption === undefined || row.adoption === adoption));
    if (rows.length > limit) break;
  }
  return { rows: await withDetails(fleet, rows.slice(0, limit)), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
}
