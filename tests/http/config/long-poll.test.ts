import { expect, it } from "vitest";
import { hold } from "../../support/held-poll";
import { createWorld, itInProcess, LONGEST_WAIT } from "../../support/world";

it("a publish answers the waiting poll with the new version", async () => {
  await using world = await createWorld();
  const { credential } = await world.enroll(world.ours);
  const first = await world.publish(world.ours, {});
  const poll = hold(world, credential, { "If-None-Match": first.etag, Prefer: "wait=50" });
  await world.untilHeld(1);
  expect(poll.state.isAnswered).toBe(false);
  const second = await world.publish(world.ours, { services: [] });
  const answer = await poll.answer;
  expect([answer.status, answer.headers.get("etag"), answer.headers.get("preference-applied")]).toEqual([
    200,
    second.etag,
    `wait=${Math.min(50, LONGEST_WAIT)}`,
  ]);
});

itInProcess("a publish while the pointer is being read is not missed", async () => {
  await using world = await createWorld();
  const { credential } = await world.enroll(world.ours);
  let { etag } = await world.publish(world.ours, {});
  for (let i = 0; i < 20; i++) {
    world.api.groupChanged(world.ours.groupId);
    const poll = hold(world, credential, { "If-None-Match": etag, Prefer: "wait=5" });
    const next = await world.publish(world.ours, { services: [{ name: `s${i}` }] });
    const answer = await poll.answer;
    expect([answer.status, answer.headers.get("etag")]).toEqual([200, next.etag]);
    etag = next.etag;
  }
});

it("the wait ends in a 304, or a 204, that says it was honoured; a longer one is cut to what the host can hold", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const empty = await world.request("GET", "/config", { token, headers: { Prefer: "wait=1" } });
  expect([empty.status, empty.headers.get("preference-applied")]).toEqual([204, "wait=1"]);
  const { etag } = await world.publish(world.ours, {});
  const started = performance.now();
  const same = await world.request("GET", "/config", { token, headers: { "If-None-Match": etag, Prefer: "wait=1" } });
  expect([same.status, same.headers.get("preference-applied")]).toEqual([304, "wait=1"]);
  expect(performance.now() - started).toBeGreaterThan(950);
  const long = await world.request("GET", "/config", { token, headers: { Prefer: "wait=600" } });
  expect([long.status, long.headers.get("preference-applied")]).toEqual([200, `wait=${LONGEST_WAIT}`]);
});

it.each([
  ["wait=7", "wait=7"],
  ['wait="7"', "wait=7"],
  ["Wait = 7 ; x=y", "wait=7"],
  ['respond-async, note="a, wait=3", wait=7, wait=9', "wait=7"],
  ["respond-async; wait=7", null],
  ['note="a, wait=7"', null],
  ['note="a, wait=7', null],
  ["nowait=7", null],
  ["wait=-7", null],
])("Prefer: %s is answered with Preference-Applied: %s", async (prefer, applied) => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  await world.publish(world.ours, {});
  const answer = await world.request("GET", "/config", { token, headers: { Prefer: prefer } });
  expect([answer.status, answer.headers.get("preference-applied")]).toEqual([200, applied]);
});

it("a revoke refuses the waiting poll with 401", async () => {
  await using world = await createWorld();
  const { credential, instanceId } = await world.enroll(world.ours);
  const poll = hold(world, credential, { Prefer: "wait=50" });
  await world.untilHeld(1);
  await world.change(instanceId, { credentialHash: null });
  expect((await poll.answer).status).toBe(401);
});

itInProcess("a client that goes away, and the end of the process, end the wait; a poll after the end does not wait", async () => {
  await using world = await createWorld();
  const { credential } = await world.enroll(world.ours);
  const leaving = new AbortController();
  const gone = hold(world, credential, { Prefer: "wait=50" }, leaving.signal);
  const staying = hold(world, credential, { Prefer: "wait=50" });
  await world.untilHeld(2);
  leaving.abort();
  await gone.answer;
  expect(staying.state.isAnswered).toBe(false);
  await world.api.close();
  expect((await staying.answer).status).toBe(204);
  expect((await hold(world, credential, { Prefer: "wait=50" }).answer).status).toBe(204);
});

itInProcess("a thousand waiting polls are told with one read of the pointer, and one of the document and its key", async () => {
  await using world = await createWorld();
  const { credential } = await world.enroll(world.ours);
  const polls = Array.from({ length: 1000 }, () => hold(world, credential, { Prefer: "wait=50" }));
  await world.untilHeld(1000);
  const reads = world.faults.reads;
  await world.publish(world.ours, {});
  const statuses = new Set((await Promise.all(polls.map((poll) => poll.answer))).map((answer) => answer.status));
  expect([...statuses]).toEqual([200]);
  expect(world.faults.reads - reads).toBeLessThanOrEqual(3);
});
