import { and, asc, count, eq, inArray, isNull, isNotNull, notInArray, or, sql } from "drizzle-orm";
import type { NodeKind } from "../../server/domain/compatibility";
import type { Executor } from "../client";
import { pluginSets, runtimeInstances } from "../schema/index";
import type { OrgDb, RuntimeDb } from "../scoped";

/** A node that makes names up must not fill the disk. */
const MOST_SETS = 1000;

/**
 * Keeps a set of loaded plugins, once for the org, and says whether it is kept: of very many, those that no instance has any more
 * go first.
 */
export async function insertPluginSet(tx: Executor, { orgId }: RuntimeDb, set: { hash: string; names: string[] }): Promise<boolean> {
  const own = eq(pluginSets.orgId, orgId);
  const countSets = async () => (await tx.select({ n: count() }).from(pluginSets).where(own).get())?.n ?? 0;
  const known = await tx
    .select({ hash: pluginSets.hash })
    .from(pluginSets)
    .where(and(own, eq(pluginSets.hash, set.hash)))
    .get();
  if (known) return true;
  if ((await countSets()) >= MOST_SETS) {
    const used = tx
      .select({ hash: sql<string>`${runtimeInstances.pluginSet}` })
      .from(runtimeInstances)
      .where(and(eq(runtimeInstances.orgId, orgId), isNotNull(runtimeInstances.pluginSet)));
    await tx.delete(pluginSets).where(and(own, notInArray(pluginSets.hash, used)));
    if ((await countSets()) >= MOST_SETS) return false;
  }
  await tx.insert(pluginSets).values({ ...set, orgId });
  return true;
}

/** The names of the plugins of these sets of the org, by hash. */
export async function selectPluginSets(org: OrgDb, hashes: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  if (hashes.length === 0) return new Map();
  const rows = await org.db.read
    .select({ hash: pluginSets.hash, names: pluginSets.names })
    .from(pluginSets)
    .where(and(eq(pluginSets.orgId, org.orgId), inArray(pluginSets.hash, [...hashes])));
  return new Map(rows.map(({ hash, names }) => [hash, new Set(names)]));
}

/** So many rows of two narrow columns take a few milliseconds of the event loop. */
const ROWS = 2000;

/** The kinds of node that a group has, each with how many; revoked and archived instances are left out. Between two batches other work has its turn. */
export async function countNodeKinds(org: OrgDb, groupId: string): Promise<(NodeKind & { count: number })[]> {
  const kinds = new Map<string, NodeKind & { count: number }>();
  const { id, gatewayVersion, pluginSet, orgId, archivedAt, credentialHash } = runtimeInstances;
  let last: string | undefined = "";
  while (last !== undefined) {
    const batch: { gatewayVersion: string | null; pluginSet: string | null; n: number; counted: number; last: string }[] = await org.db.read.all(sql`
      SELECT version AS gatewayVersion, plugins AS pluginSet, count(*) AS n, sum(is_trusted) AS counted, max(id) AS last FROM (
        SELECT ${id} AS id, ${gatewayVersion} AS version, ${pluginSet} AS plugins, ${credentialHash} IS NOT NULL AS is_trusted FROM ${runtimeInstances}
        WHERE ${orgId} = ${org.orgId} AND ${runtimeInstances.groupId} = ${groupId} AND ${id} > ${last} AND ${archivedAt} IS NULL
        ORDER BY ${id} LIMIT ${ROWS})
      GROUP BY version, plugins`);
    for (const { gatewayVersion: version, pluginSet: plugins, counted } of batch) {
      const key = `${version} ${plugins}`;
      if (counted > 0) kinds.set(key, { gatewayVersion: version, pluginSet: plugins, count: (kinds.get(key)?.count ?? 0) + counted });
    }
    const ids = batch.map((each) => each.last).sort();
    last = batch.reduce((sum, { n }) => sum + n, 0) < ROWS ? undefined : ids.at(-1);
    if (last !== undefined) await new Promise((done) => setTimeout(done, 0));
  }
  return [...kinds.values()];
}

const isOfKind = ({ gatewayVersion, pluginSet }: NodeKind) =>
  and(
    gatewayVersion === null ? isNull(runtimeInstances.gatewayVersion) : eq(runtimeInstances.gatewayVersion, gatewayVersion),
    pluginSet === null ? isNull(runtimeInstances.pluginSet) : eq(runtimeInstances.pluginSet, pluginSet),
  );

/** Some instances of these kinds in the group, by hostname; revoked and archived ones are left out. */
export const selectInstancesOfKinds = async (org: OrgDb, groupId: string, kinds: readonly NodeKind[], limit: number) =>
  kinds.length === 0
    ? []
    : org.db.read
        .select({ id: runtimeInstances.id, hostname: runtimeInstances.hostname })
        .from(runtimeInstances)
        .where(
          and(
            eq(runtimeInstances.orgId, org.orgId),
            eq(runtimeInstances.groupId, groupId),
            isNull(runtimeInstances.archivedAt),
            isNotNull(runtimeInstances.credentialHash),
            or(...kinds.map(isOfKind)),
          ),
        )
        .orderBy(asc(runtimeInstances.hostname))
        .limit(limit);
