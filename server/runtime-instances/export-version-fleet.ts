import { z } from "zod";
import { ADOPTIONS } from "../domain/adoption";
import { csvText } from "../domain/csv-text";
import { ListState, rowFinder } from "../domain/list-rows";
import type { OrgContext } from "../trpc/init";
import { FLEET_LIST } from "./list-version-fleet";
import { adoptionsInBatches, type FleetRow, readVersionFleet, withDetails } from "./version-fleet";

/** Which config version, and which instances: those that a search and filters leave. */
export const ExportVersionFleetInput = ListState.pick({ q: true, filters: true }).extend({ number: z.number().int().min(1) });

const timeOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
const labelsOf = ({ labels }: FleetRow): string =>
  Object.entries(labels)
    .map((pair) => pair.join("="))
    .join(" ");

const COLUMNS = ["host", "id", "labels", "gatewayVersion", "adoption", "reason", "since", "runningVersion", "expectedVersion", "lastSeen"];
const fieldsOf = (row: FleetRow) => [
  row.hostname,
  row.id,
  labelsOf(row),
  row.gatewayVersion,
  row.adoption,
  row.reason,
  timeOf(row.since),
  row.runningVersion,
  row.expectedVersion,
  timeOf(row.lastSeenAt),
];

const worstFirst = (a: FleetRow, b: FleetRow): number => ADOPTIONS.indexOf(b.adoption) - ADOPTIONS.indexOf(a.adoption) || a.hostname.localeCompare(b.hostname);

/** The group's instances with why each does or does not run the config version, as CSV; with Kong's own words for the first 200 refusals. Throws `not_found`. */
export async function exportVersionFleet(ctx: OrgContext, groupId: string, { number, ...state }: z.infer<typeof ExportVersionFleetInput>) {
  const fleet = await readVersionFleet(ctx, groupId, number);
  const isFound = rowFinder(state, FLEET_LIST);
  const rows: FleetRow[] = [];
  for await (const batch of adoptionsInBatches(fleet)) rows.push(...batch.filter(isFound));
  const detailed = await withDetails(fleet, rows.sort(worstFirst));
  return { text: csvText(COLUMNS, detailed.map(fieldsOf)), count: detailed.length };
}
