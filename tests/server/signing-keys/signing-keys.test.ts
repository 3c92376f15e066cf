import { expect, it } from "vitest";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

it("keys are added up to four, the newest first, and all but the only one removed; each is in the activity", async () => {
  await using world = await createTrpcWorld();
  const caller = createCaller(world.contextOf(world.ours.user));
  const org = world.ours.slug;
  const [first] = await caller.signingKeys.list({ org });
  const keyId = first?.id ?? "";
  await expect(caller.signingKeys.remove({ org, keyId })).rejects.toThrow("This is the only signing key: add another one first.");
  const added: string[] = [];
  for (let count = 0; count < 3; count++) {
    world.clock.now += 1000;
    added.unshift((await caller.signingKeys.add({ org })).id);
  }
  expect((await caller.signingKeys.list({ org })).map(({ id }) => id)).toEqual([...added, keyId]);
  await expect(caller.signingKeys.add({ org })).rejects.toThrow("At most 4 signing keys");
  await caller.signingKeys.remove({ org, keyId });
  await expect(caller.signingKeys.remove({ org, keyId })).rejects.toThrow("No such signing key.");
  expect((await caller.signingKeys.list({ org })).map(({ id }) => id)).toEqual(added);
  const { rows } = await caller.activity.list({ org });
  const told = rows.map(({ action, target }) => [action, target]);
  expect(told).toEqual(expect.arrayContaining([["signingKey.remove", keyId], ...added.map((id) => ["signingKey.add", id])]));
});

it("a key of another organization is a missing one, and what is told of a key has no private half", async () => {
  await using world = await createTrpcWorld();
  const [ours, theirs] = [world.ours, world.theirs].map((each) => ({ org: each.slug, caller: createCaller(world.contextOf(each.user)) }));
  if (!ours || !theirs) throw new Error("The world has two organizations.");
  const made = await theirs.caller.signingKeys.add({ org: theirs.org });
  expect(Object.keys(made).sort()).toEqual(["createdAt", "id", "publicPem"]);
  await expect(ours.caller.signingKeys.remove({ org: ours.org, keyId: made.id })).rejects.toThrow("No such signing key.");
  expect(await theirs.caller.signingKeys.list({ org: theirs.org })).toHaveLength(2);
});
