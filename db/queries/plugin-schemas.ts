import { and, count, eq, inArray, max, sql } from "drizzle-orm";
import { pluginSchemas, runtimeInstances } from "../schema/index";
import type { OrgDb } from "../scoped";

/** The plugin schemas that the org's nodes of these Gateway versions told. */
export const selectToldSchemas = (org: OrgDb, gatewayVersions: readonly string[]) =>
  org.db.read
    .select({ gatewayVersion: pluginSchemas.gatewayVersion, plugin: pluginSchemas.plugin, schema: pluginSchemas.schema })
    .from(pluginSchemas)
    .where(and(eq(pluginSchemas.orgId, org.orgId), inArray(pluginSchemas.gatewayVersion, [...gatewayVersions])));

/** So many rows of one narrow column take a few milliseconds of the event loop. */
const ROWS = 2000;

/** The Gateway versions that the group's instances run, each with how many do; between two batches other work has its turn. */
export async function countGatewayVersions(org: OrgDb, groupId: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const { id, gatewayVersion, orgId, archivedAt } = runtimeInstances;
  let last: string | undefined = "";
  while (last !== undefined) {
    const batch: { gatewayVersion: string | null; n: number; last: string }[] = await org.db.read.all(sql`
      SELECT version AS gatewayVersion, count(*) AS n, max(id) AS last FROM (
        SELECT ${id} AS id, ${gatewayVersion} AS version FROM ${runtimeInstances}
        WHERE ${orgId} = ${org.orgId} AND ${runtimeInstances.groupId} = ${groupId} AND ${id} > ${last} AND ${archivedAt} IS NULL
        ORDER BY ${id} LIMIT ${ROWS})
      GROUP BY version`);
    for (const each of batch) if (each.gatewayVersion !== null) counts.set(each.gatewayVersion, (counts.get(each.gatewayVersion) ?? 0) + each.n);
    const seen = batch.reduce((sum, each) => sum + each.n, 0);
    last =
      seen < ROWS
        ? undefined
        : batch
            .map((each) => each.last)
            .sort()
            .at(-1);
    if (last !== undefined) await new Promise((done) => setTimeout(done, 0));
  }
  return counts;
}

/** A text that changes whenever a node of the org tells a schema that was not told before. */
export async function toldSchemasMark(org: OrgDb): Promise<string> {
  const mark = await org.db.read
    .select({ told: count(), last: max(pluginSchemas.toldAt) })
    .from(pluginSchemas)
    .where(eq(pluginSchemas.orgId, org.orgId))
    .get();
  return `${mark?.told ?? 0} ${mark?.last ?? 0}`;
}
