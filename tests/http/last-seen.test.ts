import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import type { Database } from "../../db/client";
import { applyRecords, runtimeInstances } from "../../db/schema/index";
import { mintRuntimeDb } from "../../db/scoped";
import { LastSeen } from "../../server/runtime-api/last-seen";
import { createWorld, itInProcess } from "../support/world";

const TAG = `"sha256-${"a".repeat(64)}"`;

it("a changed Running-Config is in the database soon, without a flush", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  await world.request("GET", "/config", { token, headers: { "Running-Config": TAG } });
  await expect.poll(() => world.instance(instanceId)).toMatchObject({ runningEtag: TAG, lastSeenAt: world.clock.now });
});

it("a served version is recorded as offered, once however often it is asked for", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  for (let i = 0; i < 3; i++) await world.request("GET", "/config", { token });
  await world.api.flush();
  const records = await world.db.read.select().from(applyRecords).where(eq(applyRecords.instanceId, instanceId));
  expect(records).toMatchObject([{ kind: "offered", etag, versionNumber: 1 }]);
});

it("a failing write of last-seen fails no poll, and is made up for later", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  await world.publish(world.ours, {});
  world.faults.writesFail = true;
  expect((await world.request("GET", "/config", { token, headers: { "Running-Config": TAG } })).status).toBe(200);
  await world.api.flush();
  world.faults.writesFail = false;
  await world.api.flush();
  expect(await world.instance(instanceId)).toMatchObject({ runningEtag: TAG });
  expect(await world.db.read.select().from(applyRecords)).toHaveLength(1);
});

it("an instance that is gone does not fail the batch of the others", async () => {
  await using world = await createWorld();
  const [gone, stays] = [await world.enroll(world.ours), await world.enroll(world.ours)];
  await world.publish(world.ours, {});
  for (const { credential: token } of [gone, stays]) await world.request("GET", "/config", { token, headers: { "Running-Config": TAG } });
  await world.db.write((tx) => tx.delete(runtimeInstances).where(eq(runtimeInstances.id, gone.instanceId)));
  await world.api.flush();
  expect(await world.instance(stays.instanceId)).toMatchObject({ runningEtag: TAG });
});

it("an applied report is not undone by an older sighting still in memory", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  await world.request("GET", "/config", { token, headers: { "Running-Config": TAG } });
  await world.request("POST", "/reports/applied", { token, headers: { "Config-ETag": etag } });
  await world.api.flush();
  expect((await world.instance(instanceId))?.runningEtag).toBe(etag);
});

it("without a timer of its own, a sighting that was not due at first is written by a later poll", async () => {
  await using world = await createWorld();
  const { instanceId } = await world.enroll(world.ours);
  const { orgId, groupId } = world.ours;
  const runtime = mintRuntimeDb(world.db, { orgId, groupId, instanceId });
  const deferred: Promise<void>[] = [];
  const lastSeen = new LastSeen(
    world.db,
    () => world.clock.now,
    (write) => void deferred.push(write()),
  );
  const poll = async () => {
    lastSeen.note(runtime, { at: world.clock.now, pollIntervalSeconds: 15, runningEtag: null });
    await Promise.all(deferred.splice(0));
    return world.clock.now - ((await world.instance(instanceId))?.lastSeenAt ?? 0);
  };
  for (let turn = 0; turn < 20; turn++) {
    expect(await poll()).toBeLessThan(15_000);
    world.clock.advance(4000);
  }
});

it("a write that fails late puts back no running version that a report has corrected since", async () => {
  await using world = await createWorld();
  const { instanceId } = await world.enroll(world.ours);
  const { orgId, groupId } = world.ours;
  const runtime = mintRuntimeDb(world.db, { orgId, groupId, instanceId });
  let fail: (error: Error) => void = () => undefined;
  const db: Database = { ...world.db, write: () => new Promise((_, reject) => (fail = reject)) };
  const lastSeen = new LastSeen(db, () => world.clock.now);
  lastSeen.note(runtime, { at: world.clock.now, pollIntervalSeconds: 15, runningEtag: TAG });
  const flushed = lastSeen.flush();
  const corrected = `"sha256-${"b".repeat(64)}"`;
  lastSeen.noteRunning(runtime, corrected);
  fail(new Error("late"));
  await flushed;
  db.write = world.db.write;
  await lastSeen.close();
  expect((await world.instance(instanceId))?.runningEtag).toBe(corrected);
});

/** Two processes' sightings of one instance, whose timers do not run. */
async function createTwoEars() {
  const world = await createWorld();
  const { instanceId } = await world.enroll(world.ours);
  const { orgId, groupId } = world.ours;
  const runtime = mintRuntimeDb(world.db, { orgId, groupId, instanceId });
  const open = () =>
    new LastSeen(
      world.watched,
      () => world.clock.now,
      () => undefined,
    );
  return {
    ...world,
    one: open(),
    other: open(),
    sighting: (runningEtag: string, refusedEtag?: string) => ({ at: world.clock.now, pollIntervalSeconds: 15, runningEtag, refusedEtag }),
    runtime,
    row: () => world.instance(instanceId),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

itInProcess("what another process has heard of an instance since is not undone by an older sighting", async () => {
  await using ears = await createTwoEars();
  const { one, other, runtime, clock, sighting } = ears;
  const next = `"sha256-${"b".repeat(64)}"`;
  one.note(runtime, sighting(TAG));
  await one.flush();
  clock.advance(10_000);
  one.note(runtime, sighting(TAG, next));
  clock.advance(1000);
  other.note(runtime, sighting(next));
  await other.flush();
  const heard = { runningEtag: next, runningSince: clock.now, lastSeenAt: clock.now, rejectedEtag: null };
  expect(await ears.row()).toMatchObject(heard);
  await one.flush();
  expect(await ears.row()).toMatchObject(heard);
});

itInProcess("what a clock that was far ahead has dated is put right by the next sighting", async () => {
  await using ears = await createTwoEars();
  const { one, runtime, clock, sighting } = ears;
  const ahead = clock.now + 2 * 60 * 60_000;
  one.note(runtime, { ...sighting(TAG), at: ahead });
  await one.flush();
  expect(await ears.row()).toMatchObject({ runningSince: ahead, lastSeenAt: ahead });
  const next = `"sha256-${"b".repeat(64)}"`;
  one.note(runtime, sighting(next));
  await one.flush();
  expect(await ears.row()).toMatchObject({ runningEtag: next, runningSince: clock.now, lastSeenAt: clock.now });
});

itInProcess("a database that was away for a while was heard of nobody through: listening begins anew when it is back", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const [poll, started] = [() => world.request("GET", "/config", { token }), world.clock.now];
  const fails = async (isAway: boolean, afterMs: number) => {
    world.clock.advance(afterMs);
    world.faults.writesFail = isAway;
    await poll();
    await world.api.flush();
    return world.api.listeningSince;
  };
  expect(await fails(true, 15_000)).toBe(started);
  expect(await fails(false, 1000)).toBe(started);
  expect(await fails(true, 15_000)).toBe(started);
  expect(await fails(true, 60_000)).toBe(world.clock.now);
  expect(await fails(false, 60_000)).toBe(world.clock.now);
  const back = world.clock.now;
  expect(await fails(false, 60_000)).toBe(back);
});

itInProcess("since when an instance runs what it runs counts from the poll or the report that told it first", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const since = async () => (await world.instance(instanceId))?.runningSince;
  const poll = async (etag: string) => {
    await world.request("GET", "/config", { token, headers: { "Running-Config": etag } });
    await world.api.flush();
    return since();
  };
  const start = world.clock.now;
  expect(await poll(TAG)).toBe(start);
  world.clock.advance(60_000);
  expect(await poll(TAG)).toBe(start);
  const other = `"sha256-${"b".repeat(64)}"`;
  await world.request("POST", "/reports/applied", { token, headers: { "Config-ETag": other } });
  expect(await since()).toBe(start + 60_000);
  world.clock.advance(60_000);
  await world.request("POST", "/reports/applied", { token, headers: { "Config-ETag": other } });
  expect(await poll(other)).toBe(start + 60_000);
});

itInProcess("since when an instance is ready, or is not, counts from the report that told it first", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const report = async (ready: string) => {
    await world.request("POST", "/reports/node", { token, headers: { "Kong-Ready": ready }, body: "{}" });
    const row = await world.instance(instanceId);
    return [row?.isReady, row?.readyChangedAt];
  };
  const start = world.clock.now;
  expect(await report("000")).toEqual([null, null]);
  expect(await report("200")).toEqual([true, start]);
  world.clock.advance(60_000);
  expect(await report("200")).toEqual([true, start]);
  expect(await report("503")).toEqual([false, start + 60_000]);
});
