import { and, count, eq, inArray, max } from "drizzle-orm";
import { pluginSchemas } from "../schema/index";
import type { OrgDb } from "../scoped";
import { factsInBatches } from "./instance-batches";

/** The plugin schemas that the org's nodes of these Gateway versions told. */
export const selectToldSchemas = (org: OrgDb, gatewayVersions: readonly string[]) =>
  org.db.read
    .select({ gatewayVersion: pluginSchemas.gatewayVersion, plugin: pluginSchemas.plugin, schema: pluginSchemas.schema })
    .from(pluginSchemas)
    .where(and(eq(pluginSchemas.orgId, org.orgId), inArray(pluginSchemas.gatewayVersion, [...gatewayVersions])));

/** The Gateway versions that the group's instances run, each with how many do. */
export async function countGatewayVersions(org: OrgDb, groupId: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const batch of factsInBatches(org, groupId)) {
    for (const { gatewayVersion } of batch) if (gatewayVersion !== null) counts.set(gatewayVersion, (counts.get(gatewayVersion) ?? 0) + 1);
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
