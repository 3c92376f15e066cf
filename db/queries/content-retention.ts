import { and, desc, eq, inArray, isNotNull, ne, notInArray, or } from "drizzle-orm";
import type { Executor } from "../client";
import { configContents, configVersions, drafts, draftSteps, rollouts, runtimeGroups, runtimeInstances, selectorPins } from "../schema/index";
import type { OrgDb } from "../scoped";

/** Documents of the group that neither a new version, nor the live one, the one that its rollout goes out from, a tag, a draft or a pin by labels keeps. */
function candidatesOf(tx: Executor, org: OrgDb, groupId: string, keptVersions: number) {
  const ofGroup = and(eq(configVersions.orgId, org.orgId), eq(configVersions.groupId, groupId));
  const etags = () => tx.select({ etag: configVersions.etag }).from(configVersions);
  const newest = etags().where(ofGroup).orderBy(desc(configVersions.number)).limit(keptVersions);
  const live = etags()
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.id, configVersions.groupId), eq(runtimeGroups.liveVersion, configVersions.number)))
    .where(ofGroup);
  // What a rollout goes out from is expected of whom it does not reach, and what it goes back to.
  const before = etags()
    .innerJoin(
      rollouts,
      and(eq(rollouts.orgId, configVersions.orgId), eq(rollouts.groupId, configVersions.groupId), eq(rollouts.fromVersion, configVersions.number)),
    )
    .innerJoin(runtimeGroups, and(eq(runtimeGroups.id, configVersions.groupId), eq(runtimeGroups.liveVersion, rollouts.toVersion)))
    .where(ofGroup);
  const pinned = etags()
    .innerJoin(
      selectorPins,
      and(
        eq(selectorPins.orgId, configVersions.orgId),
        eq(selectorPins.groupId, configVersions.groupId),
        eq(selectorPins.versionNumber, configVersions.number),
      ),
    )
    .where(ofGroup);
  const tagged = etags().where(and(ofGroup, ne(configVersions.tags, [])));
  // A draft without a step began from nothing: it is what is live.
  const begun = tx
    .select({ etag: drafts.baseEtag })
    .from(drafts)
    .innerJoin(draftSteps, and(eq(draftSteps.orgId, drafts.orgId), eq(draftSteps.groupId, drafts.groupId)))
    .where(and(eq(drafts.orgId, org.orgId), eq(drafts.groupId, groupId), isNotNull(drafts.baseEtag)));
  const { etag } = configContents;
  return tx
    .select({ etag })
    .from(configContents)
    .where(
      and(
        eq(configContents.orgId, org.orgId),
        eq(configContents.groupId, groupId),
        notInArray(etag, newest),
        notInArray(etag, live),
        notInArray(etag, before),
        notInArray(etag, pinned),
        notInArray(etag, tagged),
        notInArray(etag, begun),
      ),
    );
}

/**
 * Removes the documents that the group need not keep: not one of its newest versions, of the live one and what its rollout goes out
 * from, of a tagged one, of what a draft began from, or of what an instance runs, refused, or is pinned to or paused at. The versions
 * themselves stay.
 */
export async function deleteOldContents(tx: Executor, org: OrgDb, groupId: string, keptVersions: number): Promise<void> {
  const candidates = (await candidatesOf(tx, org, groupId, keptVersions)).map(({ etag }) => etag);
  // Most publishes end here, so that a large fleet is looked through where it may keep something alone.
  if (candidates.length === 0) return;
  const ofGroup = and(eq(runtimeInstances.orgId, org.orgId), eq(runtimeInstances.groupId, groupId));
  const { runningEtag, rejectedEtag, pinnedVersion, pausedVersion } = runtimeInstances;
  const isHeldAt = and(
    eq(configVersions.orgId, org.orgId),
    eq(configVersions.groupId, groupId),
    or(eq(configVersions.number, pinnedVersion), eq(configVersions.number, pausedVersion)),
  );
  const told = [
    ...(await tx
      .select({ etag: runningEtag })
      .from(runtimeInstances)
      .where(and(ofGroup, inArray(runningEtag, candidates)))
      .groupBy(runningEtag)),
    ...(await tx
      .select({ etag: rejectedEtag })
      .from(runtimeInstances)
      .where(and(ofGroup, inArray(rejectedEtag, candidates)))
      .groupBy(rejectedEtag)),
    ...(await tx
      .select({ etag: configVersions.etag })
      .from(runtimeInstances)
      .innerJoin(configVersions, isHeldAt)
      .where(and(ofGroup, or(isNotNull(pinnedVersion), isNotNull(pausedVersion))))
      .groupBy(configVersions.etag)),
  ];
  const kept = new Set(told.map(({ etag }) => etag));
  const gone = candidates.filter((etag) => !kept.has(etag));
  await tx.delete(configContents).where(and(eq(configContents.orgId, org.orgId), eq(configContents.groupId, groupId), inArray(configContents.etag, gone)));
}
