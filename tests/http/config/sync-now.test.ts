import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { applyRecords } from "../../../db/schema/index";
import { hold } from "../../support/held-poll";
import { changeGroup } from "../../support/targets";
import { createWorld, expectSoon } from "../../support/world";

type World = Awaited<ReturnType<typeof createWorld>>;

const requestedAt = async (world: World, instanceId: string) => {
  await world.api.flush();
  return (await world.instance(instanceId))?.syncRequestedAt;
};

it("an instance that is asked to sync is sent the document once, though it holds it, refused it or not, and that is an offer", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const good = await world.publish(world.ours, { services: [{ name: "good" }] });
  const poll = (held: string) => world.request("GET", "/config", { token, headers: { "If-None-Match": held, "Running-Config": good.etag } });
  expect((await poll(good.etag)).status).toBe(304);
  await world.change(instanceId, { syncRequestedAt: 7 });
  await expectSoon(async () => {
    const answer = await poll(good.etag);
    return [answer.status, answer.headers.get("config-sync"), await answer.text()];
  }, [200, "requested", good.body]);
  expect((await poll(good.etag)).status).toBe(304);
  await expect.poll(() => requestedAt(world, instanceId)).toBe(null);
  const bad = await world.publish(world.ours, { services: [{ name: "bad" }] });
  await expectSoon(async () => (await poll(`${good.etag}, ${bad.etag}`)).headers.get("config-version"), "2");
  await world.change(instanceId, { syncRequestedAt: 8 });
  await expectSoon(async () => (await poll(`${good.etag}, ${bad.etag}`)).status, 200);
  await expect.poll(() => requestedAt(world, instanceId)).toBe(null);
  const offers = await world.db.read.select().from(applyRecords).where(eq(applyRecords.instanceId, instanceId));
  expect(offers.map(({ kind, etag }) => [kind, etag])).toEqual([
    ["offered", good.etag],
    ["offered", bad.etag],
  ]);
});

it("a waiting poll is answered by the request to sync", async () => {
  await using world = await createWorld();
  const { credential, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const poll = hold(world, credential, { "If-None-Match": etag, Prefer: "wait=50" });
  await world.untilHeld(1);
  await world.change(instanceId, { syncRequestedAt: 7 });
  expect((await poll.answer).status).toBe(200);
});

it("a second request after the first was answered is answered too, and a HEAD answers none", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const status = async (method = "GET") => (await world.request(method, "/config", { token, headers: { "If-None-Match": etag } })).status;
  expect(await status()).toBe(304);
  await world.change(instanceId, { syncRequestedAt: 7 });
  await expectSoon(() => status("HEAD"), 200);
  expect([await status(), await status()]).toEqual([200, 304]);
  // What the first answer writes late takes the second request away from nobody.
  await world.change(instanceId, { syncRequestedAt: 8 });
  await world.api.flush();
  await expectSoon(status, 200);
  expect(await status()).toBe(304);
});

it("a request to sync outlives that there is nothing to send yet", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  await world.change(instanceId, { syncRequestedAt: 7 });
  expect((await world.request("GET", "/config", { token })).status).toBe(204);
  const { etag } = await world.publish(world.ours, {});
  await expectSoon(async () => (await world.request("GET", "/config", { token, headers: { "If-None-Match": etag } })).status, 200);
});

it("every answer of a poll says whether drift is healed or reported alone, as the group has it", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const poll = async (held = "") => {
    const answer = await world.request("GET", "/config", { token, headers: { "If-None-Match": held } });
    return [answer.status, answer.headers.get("drift-policy")];
  };
  expect(await poll()).toEqual([204, "heal"]);
  const { etag } = await world.publish(world.ours, {});
  await expectSoon(poll, [200, "heal"]);
  expect(await poll(etag)).toEqual([304, "heal"]);
  await changeGroup(world, world.ours, { healsDrift: false });
  await expectSoon(() => poll(etag), [304, "report"]);
  expect(await poll()).toEqual([200, "report"]);
});
