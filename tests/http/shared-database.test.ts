import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { runtimeInstances, signingKeys } from "../../db/schema/index";
import { createSigningKey } from "../../server/auth/signing";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";
import { createWorld, itInProcess } from "../support/world";
import { createKeyRing } from "../../server/at-rest/seal";

const MAX_AGE_MS = 4000;
const KEYS = createKeyRing(new Uint8Array(32).fill(7));

/** A world whose database another process writes to, too: what it does, the API here is not told of. */
async function createSharedWorld() {
  const world = await createWorld();
  const fleet = await Promise.all(Array.from({ length: 20 }, () => world.enroll(world.ours)));
  await world.publish(world.ours, {});
  const api = createRuntimeApi({ db: world.watched, now: () => world.clock.now, keys: KEYS, maxAgeMs: MAX_AGE_MS });
  const pollAll = () =>
    Promise.all(
      fleet.map(async ({ credential }) => {
        const headers = { Authorization: `Bearer ${credential}` };
        return (await api.handle(new Request("http://localhost/api/runtime/v1/config", { headers }), { address: "192.0.2.1" })).status;
      }),
    );
  await pollAll();
  await api.flush();
  world.clock.advance(MAX_AGE_MS + 1);
  await pollAll();
  const signers = async () => {
    const headers = { Authorization: `Bearer ${fleet[0]?.credential}` };
    const answer = await api.handle(new Request("http://localhost/api/runtime/v1/config", { headers }), { address: "192.0.2.1" });
    return [...(answer.headers.get("signature-input") ?? "").matchAll(/keyid="([^"]*)"/g)].map(([, id]) => id);
  };
  return {
    world,
    signers,
    fleet,
    pollAll,
    api,
    async [Symbol.asyncDispose]() {
      await api.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

itInProcess("in the steady state the polls of a whole group cost one read a few seconds", async () => {
  await using shared = await createSharedWorld();
  const { world, pollAll } = shared;
  const before = world.faults.reads;
  for (let turn = 0; turn < 10; turn++) {
    world.clock.advance(MAX_AGE_MS / 2);
    expect(new Set(await pollAll())).toEqual(new Set([200]));
  }
  expect(world.faults.reads - before).toBeLessThanOrEqual(5);
});

itInProcess("a credential that another process revoked, or an instance that it archived, is refused once the group was looked at again", async () => {
  await using shared = await createSharedWorld();
  const { world, fleet, pollAll } = shared;
  const [revoked, archived] = fleet;
  const change = (instanceId: string | undefined, values: Partial<typeof runtimeInstances.$inferInsert>) =>
    world.db.write((tx) =>
      tx
        .update(runtimeInstances)
        .set(values)
        .where(eq(runtimeInstances.id, instanceId ?? "")),
    );
  await change(revoked?.instanceId, { credentialHash: null });
  await change(archived?.instanceId, { archivedAt: 1 });
  world.clock.advance(MAX_AGE_MS + 1);
  expect((await pollAll()).slice(0, 3)).toEqual([401, 403, 200]);
  await change(archived?.instanceId, { archivedAt: null });
  world.clock.advance(MAX_AGE_MS + 1);
  expect((await pollAll()).slice(0, 3)).toEqual([401, 200, 200]);
});

itInProcess("an instance that another process pinned is served that version once the group was looked at again", async () => {
  await using shared = await createSharedWorld();
  const { world, fleet, api } = shared;
  await world.publish(world.ours, { services: [{ name: "next" }] });
  world.clock.advance(MAX_AGE_MS + 1);
  const versionOf = async (credential = "") => {
    const request = new Request("http://localhost/api/runtime/v1/config", { headers: { Authorization: `Bearer ${credential}` } });
    return (await api.handle(request, { address: "192.0.2.1" })).headers.get("config-version");
  };
  expect(await versionOf(fleet[0]?.credential)).toBe("2");
  await world.db.write((tx) =>
    tx
      .update(runtimeInstances)
      .set({ pinnedVersion: 1 })
      .where(eq(runtimeInstances.id, fleet[0]?.instanceId ?? "")),
  );
  world.clock.advance(MAX_AGE_MS + 1);
  expect([await versionOf(fleet[0]?.credential), await versionOf(fleet[1]?.credential)]).toEqual(["1", "2"]);
});

itInProcess(
  "a signing key that another process added signs what was published before, and one that it removed does not, once the group was looked at again",
  async () => {
    await using shared = await createSharedWorld();
    const { world, signers } = shared;
    const { orgId, keyId } = world.ours;
    const added = createSigningKey(KEYS, orgId);
    await world.db.write((tx) => tx.insert(signingKeys).values({ ...added, orgId, createdAt: world.clock.now }));
    world.clock.advance(MAX_AGE_MS + 1);
    expect(await signers()).toEqual([added.id, keyId]);
    await world.db.write((tx) => tx.delete(signingKeys).where(eq(signingKeys.id, keyId)));
    world.clock.advance(MAX_AGE_MS + 1);
    expect(await signers()).toEqual([added.id]);
  },
);
