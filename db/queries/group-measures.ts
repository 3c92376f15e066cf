import { and, eq, sql } from "drizzle-orm";
import type { GroupMeasure } from "../../server/domain/rollout/expectation";
import type { GroupTarget } from "../../server/domain/rollout/expected-version";
import type { Executor } from "../client";
import { runtimeGroups } from "../schema/index";
import type { OrgDb } from "../scoped";

/** The rollout of the group's live config version, where that has one. */
const ROLLOUT = sql.raw(
  "FROM rollouts r WHERE r.org_id = runtime_groups.org_id AND r.group_id = runtime_groups.id AND r.to_version = runtime_groups.live_version",
);
const PINS = sql.raw("FROM selector_pins p WHERE p.org_id = runtime_groups.org_id AND p.group_id = runtime_groups.id");

/** What a group asks of its instances, in one row of `runtime_groups`; `readGroupTarget` reads it. */
export const groupTargetColumns = {
  target: sql<string>`json_object(
    'liveVersion', runtime_groups.live_version,
    'rollout', json((SELECT json_object('id', r.id, 'fromVersion', r.from_version, 'toVersion', r.to_version, 'state', r.state, 'stage', r.stage,
      'stages', json_extract(r.strategy, '$.stages')) ${ROLLOUT})),
    'selectorPins', json((SELECT json_group_array(json(pin)) FROM (
      SELECT json_object('selector', json(p.labels), 'versionNumber', p.version_number) AS pin ${PINS} ORDER BY p.created_at DESC, p.rowid DESC))))`,
  etags: sql<string>`(SELECT json_group_array(json_array(v.number, v.etag)) FROM config_versions v
    WHERE v.org_id = runtime_groups.org_id AND v.group_id = runtime_groups.id AND v.number IN (
      SELECT runtime_groups.live_version UNION SELECT r.from_version ${ROLLOUT} UNION SELECT p.version_number ${PINS}))`,
};

/** A group's target, and the ETag of each config version that it names. */
export function readGroupTarget(row: { target: string; etags: string }): { target: GroupTarget; etagOf: Map<number, string> } {
  const target = JSON.parse(row.target) as GroupTarget; // safe because the statement makes it of these fields
  return { target, etagOf: new Map(JSON.parse(row.etags) as [number, string][]) }; // safe because the statement makes such pairs
}

/** What the instances of every group of the org, or of one group alone, are measured against, by the group's id. */
export async function selectGroupMeasures(org: OrgDb, groupId?: string, executor: Executor = org.db.read): Promise<Map<string, GroupMeasure>> {
  const rows = await executor
    .select({ id: runtimeGroups.id, pollIntervalSeconds: runtimeGroups.pollIntervalSeconds, ...groupTargetColumns })
    .from(runtimeGroups)
    .where(and(eq(runtimeGroups.orgId, org.orgId), groupId === undefined ? undefined : eq(runtimeGroups.id, groupId)));
  return new Map(rows.map((row) => [row.id, { ...readGroupTarget(row), pollIntervalSeconds: row.pollIntervalSeconds }]));
}
