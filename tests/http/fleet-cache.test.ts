import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { mintRuntimeDb } from "../../db/scoped";
import { FleetCache } from "../../server/runtime-api/fleet-cache";
import { createWorld } from "../support/world";
import { createKeyRing } from "../../server/at-rest/seal";

const KEYS = createKeyRing(new Uint8Array(32).fill(7));

it("a watch ends by a change of its own group or instance, and by nobody else's", async () => {
  await using world = await createWorld();
  const cache = new FleetCache({
    db: world.db,
    keys: KEYS,
    now: () => world.clock.now,
    maxAgeMs: Infinity,
    isolatesRequests: false,
    mostDocumentBytes: 1024,
  });
  const { orgId, groupId } = world.ours;
  const runtime = mintRuntimeDb(world.db, { orgId, groupId, instanceId: randomUUID() });
  const watches = [0, 1].map(() => cache.watch(runtime, 60_000, new AbortController().signal));
  cache.groupChanged(world.theirs.groupId);
  cache.instanceChanged(randomUUID());
  expect(cache.waiting).toBe(2);
  cache.groupChanged(groupId);
  expect(cache.waiting).toBe(0);
  await Promise.all(watches.map((watch) => watch.happened));
  const { happened } = cache.watch(runtime, 60_000, new AbortController().signal);
  cache.instanceChanged(runtime.instanceId);
  await happened;
  expect(cache.waiting).toBe(0);
});
