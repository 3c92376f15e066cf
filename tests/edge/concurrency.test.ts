import { expect, inject, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { createWorld } from "@/tests/support/world";

/** So many requests at once that clients, promises or answers that two of them shared would show. */
const AT_ONCE = 50;

it("fifty polls at once of many instances get each its own group's document, and every sighting is written", async () => {
  await using world = await createWorld();
  const groups = [world.ours, world.theirs];
  const published = await Promise.all(groups.map((group) => world.publish(group, { services: [{ name: group.slug }] })));
  const instances = await Promise.all(Array.from({ length: 10 }, (_, index) => world.enroll(groups[index % 2] ?? world.ours)));
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const answer = await world.request("GET", "/config", { token: instances[index % 10]?.credential ?? "" });
      return { status: answer.status, etag: answer.headers.get("etag"), body: await answer.text() };
    }),
  );
  expect(answers).toEqual(Array.from({ length: AT_ONCE }, (_, index) => ({ status: 200, etag: published[index % 2]?.etag, body: published[index % 2]?.body })));
  const seen = async () => (await world.db.read.select({ at: runtimeInstances.lastSeenAt }).from(runtimeInstances)).filter((row) => row.at !== null).length;
  await expect.poll(seen).toBe(10);
});

it("polls, enrollments, reports and pages at once are all answered, and nothing acknowledged is missing", async () => {
  await using world = await createWorld();
  const { etag } = await world.publish(world.ours, {});
  const known = await world.enroll(world.ours);
  const page = inject("edge")?.url ?? "";
  const work = Array.from({ length: AT_ONCE }, async (_, index) => {
    if (index % 5 === 0) return (await fetch(`${page}/login`)).status;
    if (index % 5 === 1) return (await world.enroll(world.ours)).credential.length > 0 ? 201 : 0;
    if (index % 5 === 2) return (await world.request("POST", "/reports/applied", { token: known.credential, headers: { "Config-ETag": etag } })).status;
    return (await world.request("GET", "/config", { token: known.credential, headers: { "If-None-Match": etag } })).status;
  });
  const statuses = await Promise.all(work);
  expect(statuses).toEqual(Array.from({ length: AT_ONCE }, (_, index) => [200, 201, 204, 304, 304][index % 5]));
  expect(await world.db.read.select().from(runtimeInstances)).toHaveLength(11);
});

it("polls that wait are answered by a publish, whoever else comes and goes meanwhile", async () => {
  await using world = await createWorld();
  const instances = await Promise.all(Array.from({ length: 5 }, () => world.enroll(world.ours)));
  const leaving = new AbortController();
  const hold = (token: string, signal?: AbortSignal) =>
    world.request("GET", "/config", { token, headers: { Prefer: "wait=20" }, ...(signal ? { signal } : {}) });
  const gone = hold(instances[0]?.credential ?? "", leaving.signal).catch(() => null);
  const waiting = instances.slice(1).map(({ credential }) => hold(credential));
  await expect.poll(() => world.instance(instances[4]?.instanceId ?? "")).toMatchObject({ lastSeenAt: expect.any(Number) });
  leaving.abort();
  const { etag } = await world.publish(world.ours, {});
  expect((await Promise.all(waiting)).map((answer) => [answer.status, answer.headers.get("etag")])).toEqual(instances.slice(1).map(() => [200, etag]));
  expect(await gone).toBeNull();
});
