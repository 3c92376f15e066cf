import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { rollouts, rolloutSteps, runtimeInstances } from "@/db/schema/index";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { evaluateRollouts } from "@/server/rollouts/evaluate";
import { granted } from "./draft-world";
import { createVersionsWorld, documentOf } from "./versions-world";

export const MINUTE = 60_000;

/** Canaries by label first, then a half, then all; a minute of readiness each, and an hour of time. */
export const CANARY_FIRST = RolloutStrategy.parse({
  stages: [{ selector: { ring: "canary" } }, { percent: 50 }, { percent: 100 }].map((reach) => ({ reach, gate: { readyMinutes: 1 } })),
});

const labelsOf = (isCanary: boolean): Record<string, string> => (isCanary ? { ring: "canary" } : {});

/** A versions' world with instances in its group, and what tests of rollouts do there. v1 is live, and runs on all of them. */
export async function createRolloutWorld({ canaries = 2, others = 4 } = {}) {
  const world = await createVersionsWorld();
  const { at, caller, clock, deps } = world;
  const { orgId, groupId } = world.ours;
  await world.publish("v1.internal");
  const firstEtag = await world.etagOf(1);
  const nodes = Array.from({ length: canaries + others }, (_, index) => ({ id: randomUUID(), isCanary: index < canaries }));
  await deps.db.write((tx) =>
    tx.insert(runtimeInstances).values(
      nodes.map(({ id, isCanary }, index) => ({
        id,
        orgId,
        groupId,
        hostname: `node-${index}`,
        credentialHash: id,
        labels: labelsOf(isCanary),
        firstSeenAt: clock.now - MINUTE,
        lastSeenAt: clock.now,
        runningEtag: firstEtag,
        runningSince: clock.now - MINUTE,
      })),
    ),
  );
  const change = (ids: readonly { id: string }[], values: Partial<typeof runtimeInstances.$inferInsert>) =>
    deps.db.write(async (tx) => {
      for (const { id } of ids) await tx.update(runtimeInstances).set(values).where(eq(runtimeInstances.id, id));
    });
  return {
    ...world,
    nodes,
    canaries: nodes.filter(({ isCanary }) => isCanary),
    others: nodes.filter(({ isCanary }) => !isCanary),
    change,
    /** Publishes a document on this host in stages, and gives the rollout's id. */
    async stage(host: string, strategy: RolloutStrategy = CANARY_FIRST, more: { activeRollout?: { supersede: string } } = {}): Promise<string> {
      const { rolloutId } = granted(
        await caller.configVersions.publish({ ...at, source: documentOf(host), message: `To ${host}`, rollout: strategy, ...more }),
      );
      return rolloutId ?? "";
    },
    /** Has these run a version since now, ready. */
    async apply(ids: readonly { id: string }[], number: number) {
      await change(ids, { runningEtag: await world.etagOf(number), runningSince: clock.now });
    },
    reject: async (ids: readonly { id: string }[], number: number) => change(ids, { rejectedEtag: await world.etagOf(number), rejectedAt: clock.now }),
    /** Time goes by, and everybody is heard of. */
    async wait(minutes: number) {
      clock.now += minutes * MINUTE;
      await change(nodes, { lastSeenAt: clock.now });
    },
    /** Freezes every group for two days. */
    freeze: () => caller.freezeWindows.create({ org: at.org, name: "New year", kind: "deny", cron: "0 0 1 1 *", lengthMinutes: 48 * 60, timeZone: "UTC" }),
    thaw: (windowId: string) => caller.freezeWindows.delete({ org: at.org, windowId }),
    evaluate: () => evaluateRollouts(deps),
    get: (rolloutId: string) => caller.rollouts.get({ ...at, rolloutId }),
    row: (id: string) =>
      deps.db.read
        .select()
        .from(rollouts)
        .where(and(eq(rollouts.orgId, orgId), eq(rollouts.id, id)))
        .get(),
    /** What happened to it: "advanced 1 by Signalbox". */
    steps: async (id: string) =>
      (await deps.db.read.select().from(rolloutSteps).where(eq(rolloutSteps.rolloutId, id))).map(({ kind, stage, actor }) => `${kind} ${stage} by ${actor}`),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
