import { expect, it } from "vitest";
import { hold } from "../../support/held-poll";
import { addSelectorPin, changeRollout, reaching, startRollout } from "../../support/targets";
import { createWorld, expectSoon, itInProcess } from "../../support/world";

type World = Awaited<ReturnType<typeof createWorld>>;

/** An instance with these labels, and what a poll of it is told. */
async function enrollWith(world: World, labels: Record<string, string>) {
  const { credential: token, instanceId } = await world.enroll(world.ours, { labels });
  const poll = async (held = "") => {
    const answer = await world.request("GET", "/config", { token, headers: { "If-None-Match": held } });
    return [answer.status, answer.headers.get("config-version"), answer.headers.get("etag"), await answer.text()];
  };
  return { token, instanceId, poll, version: async () => (await poll())[1] };
}

it("an instance that the rollout has not reached is served the version before, and 304 where it holds that; one that it reached the new one", async () => {
  await using world = await createWorld();
  const [canary, other] = [await enrollWith(world, { ring: "canary" }), await enrollWith(world, {})];
  const before = await world.publish(world.ours, { services: [{ name: "old" }] });
  const after = await world.publish(world.ours, { services: [{ name: "new" }] });
  const id = await startRollout(world, world.ours, 2, reaching({ selector: { ring: "canary" } }));
  await expectSoon(canary.poll, [200, "2", after.etag, after.body]);
  await expectSoon(other.poll, [200, "1", before.etag, before.body]);
  expect((await other.poll(before.etag)).slice(0, 2)).toEqual([304, "1"]);
  expect((await canary.poll(before.etag)).slice(0, 2)).toEqual([200, "2"]);
  await changeRollout(world, world.ours, id, { stage: 1 });
  await expectSoon(other.version, "2");
});

it("a rollout that was abandoned keeps everybody where they are; one that completed gives all of them the new version", async () => {
  await using world = await createWorld();
  const [canary, other] = [await enrollWith(world, { ring: "canary" }), await enrollWith(world, {})];
  for (const name of ["old", "new"]) await world.publish(world.ours, { services: [{ name }] });
  const id = await startRollout(world, world.ours, 2, reaching({ selector: { ring: "canary" } }));
  await changeRollout(world, world.ours, id, { state: "abandoned", endedAt: world.clock.now });
  await expectSoon(async () => [await canary.version(), await other.version()], ["2", "1"]);
  await changeRollout(world, world.ours, id, { state: "completed" });
  await expectSoon(async () => [await canary.version(), await other.version()], ["2", "2"]);
});

it("a pin of the instance comes before one of its labels, a pin before a pause, and either before the rollout", async () => {
  await using world = await createWorld();
  const node = await enrollWith(world, { ring: "canary" });
  for (const name of ["a", "b", "c", "d"]) await world.publish(world.ours, { services: [{ name }] });
  await startRollout(world, world.ours, 4, reaching({ selector: { ring: "canary" } }));
  await expectSoon(node.version, "4");
  await world.change(node.instanceId, { pausedVersion: 3 });
  await expectSoon(node.version, "3");
  await addSelectorPin(world, world.ours, { ring: "canary" }, 2);
  await expectSoon(node.version, "2");
  await world.change(node.instanceId, { pinnedVersion: 1 });
  await expectSoon(node.version, "1");
  await world.change(node.instanceId, { pinnedVersion: null, labels: { ring: "other" } });
  await expectSoon(node.version, "3");
});

it("a version that an instance was pinned to is refused by name, and no other is", async () => {
  await using world = await createWorld();
  const { token, instanceId } = await enrollWith(world, {});
  const [first, second] = [await world.publish(world.ours, { services: [{ name: "a" }] }), await world.publish(world.ours, { services: [{ name: "b" }] })];
  await world.change(instanceId, { pinnedVersion: 1 });
  const held = { "If-None-Match": `${second.etag}, ${first.etag}`, "Running-Config": second.etag };
  await expectSoon(async () => (await world.request("GET", "/config", { token, headers: held })).headers.get("config-version"), "1");
  await world.api.flush();
  await expect.poll(async () => (await world.instance(instanceId))?.rejectedEtag).toBe(first.etag);
});

it("a waiting poll is answered as soon as what is expected of its instance changes, by the rollout or by a pin, and another's goes on waiting", async () => {
  await using world = await createWorld();
  const [canary, other] = [await enrollWith(world, { ring: "canary" }), await enrollWith(world, {})];
  const before = await world.publish(world.ours, { services: [{ name: "old" }] });
  const after = await world.publish(world.ours, { services: [{ name: "new" }] });
  const id = await startRollout(world, world.ours, 2, reaching({ selector: { ring: "first" } }, { selector: { ring: "canary" } }));
  await expectSoon(canary.version, "1");
  const wait = (token: string, etag: string) => hold(world, token, { "If-None-Match": etag, Prefer: "wait=50" });
  const polls = { canary: wait(canary.token, before.etag), other: wait(other.token, before.etag) };
  await world.untilHeld(2);
  await changeRollout(world, world.ours, id, { stage: 1 });
  expect((await polls.canary.answer).headers.get("etag")).toBe(after.etag);
  expect(polls.other.state.isAnswered).toBe(false);
  await world.change(other.instanceId, { pinnedVersion: 2 });
  expect((await polls.other.answer).headers.get("etag")).toBe(after.etag);
});

itInProcess("in the steady state no poll reads the database, whatever is expected of its instance", async () => {
  await using world = await createWorld();
  for (const name of ["a", "b", "c"]) await world.publish(world.ours, { services: [{ name }] });
  await startRollout(world, world.ours, 3, reaching({ selector: { ring: "canary" } }));
  const nodes = [await enrollWith(world, {}), await enrollWith(world, { ring: "canary" }), await enrollWith(world, {})];
  await world.change(nodes[2]?.instanceId ?? "", { pinnedVersion: 1 });
  const tags = await Promise.all(nodes.map(async (node) => String((await node.poll())[2])));
  expect(new Set(tags).size).toBe(3);
  const reads = world.faults.reads;
  for (let turn = 0; turn < 5; turn++) expect(await Promise.all(nodes.map(async (node, index) => (await node.poll(tags[index]))[0]))).toEqual([304, 304, 304]);
  expect(world.faults.reads).toBe(reads);
});

itInProcess("a document is opened once for all that are served it, and a poll that holds it opens none", async () => {
  await using world = await createWorld();
  const nodes = await Promise.all(Array.from({ length: 5 }, () => enrollWith(world, {})));
  const { etag } = await world.publish(world.ours, { services: [{ name: "a" }] });
  const first = world.faults.reads;
  await nodes[0]?.poll(etag);
  const pointerAndInstance = world.faults.reads - first;
  await Promise.all(nodes.map((node) => node.poll()));
  const [documentAndKey, fourInstances] = [2, 4];
  expect([pointerAndInstance, world.faults.reads - first - pointerAndInstance]).toEqual([2, documentAndKey + fourInstances]);
});
