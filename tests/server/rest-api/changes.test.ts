import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { runtimeInstances } from "@/db/schema/index";
import { createRestWorld } from "@/tests/support/rest-world";
import { documentOf, SECRET } from "@/tests/support/versions-world";

const json = async (response: Response) => (await response.json()) as Record<string, unknown>; // safe because every body of the API is an object
const YAML = { "Content-Type": "application/yaml" };

it("a group is changed by who has seen it as it is: 428 without If-Match, 412 with an old one", async () => {
  await using world = await createRestWorld();
  const body = { name: "default", description: "Edge" };
  const seen = (await world.ask("GET", world.group)).headers.get("etag") ?? "";
  expect((await world.ask("PUT", world.group, { body })).status).toBe(428);
  expect((await world.ask("PUT", world.group, { body, headers: { "If-Match": seen } })).status).toBe(204);
  const refused = await world.ask("PUT", world.group, { body: { name: "default" }, headers: { "If-Match": seen } });
  expect([refused.status, refused.headers.get("etag")]).toEqual([412, (await world.ask("GET", world.group)).headers.get("etag")]);
  expect(await json(await world.ask("GET", world.group))).toMatchObject({ description: "Edge" });
  expect((await world.ask("PUT", world.group, { body, headers: { "If-Match": `"x", ${refused.headers.get("etag")}` } })).status).toBe(204);
});

it("how publishes go out is changed by who has seen how they do: 428 without If-Match, 412 with an old one", async () => {
  await using world = await createRestWorld();
  const path = `${world.group}/rollout-strategy`;
  const tag = async () => (await world.ask("GET", path)).headers.get("etag") ?? "";
  const put = (minutes: number, headers: Record<string, string>) =>
    world.ask("PUT", path, { body: { strategy: { stages: [{ reach: { percent: 100 }, gate: { readyMinutes: minutes } }] } }, headers });
  expect((await put(1, {})).status).toBe(428);
  const seen = await tag();
  expect((await put(1, { "If-Match": seen })).status).toBe(204);
  const refused = await put(2, { "If-Match": seen });
  expect([refused.status, refused.headers.get("etag")]).toEqual([412, await tag()]);
  expect((await put(2, { "If-Match": await tag() })).status).toBe(204);
});

it("a group is created, found where its Location says, and deleted only by its name", async () => {
  await using world = await createRestWorld();
  const made = await world.ask("POST", "/orgs/ours/runtime-groups", { body: { name: "edge" } });
  const path = new URL(made.headers.get("location") ?? "").pathname.slice("/api/v1".length);
  expect(await json(await world.ask("GET", path))).toMatchObject({ name: "edge" });
  expect((await world.ask("DELETE", `${path}?confirmName=other`)).status).toBe(422);
  expect(await json(await world.ask("DELETE", `${path}?confirmName=edge`))).toEqual({ orphaned: 0 });
  expect((await world.ask("GET", path)).status).toBe(404);
});

it("an entity is created, changed and deleted by its own ETag, and published by the draft's", async () => {
  await using world = await createRestWorld();
  const kind = `${world.group}/draft/entities/services`;
  const created = await json(await world.ask("POST", kind, { body: { fields: { name: "echo", host: "a.internal" } } }));
  const entity = `${kind}/${String(created["id"])}`;
  const seen = (await world.ask("GET", entity)).headers.get("etag") ?? "";
  const put = (host: string, tag: string) => world.ask("PUT", entity, { body: { fields: { name: "echo", host } }, headers: { "If-Match": tag } });
  expect((await put("b.internal", seen)).status).toBe(200);
  expect((await put("c.internal", seen)).status).toBe(412);
  const draft = (await world.ask("GET", `${world.group}/draft`)).headers.get("etag") ?? "";
  await world.ask("POST", kind, { body: { fields: { name: "late", host: "c.internal" } } });
  const publish = (tag: string) => world.ask("POST", `${world.group}/draft/publish`, { body: { message: "Echo" }, headers: { "If-Match": tag } });
  expect((await publish(draft)).status).toBe(412);
  const published = await publish("*");
  expect([published.status, await json(published)]).toEqual([201, { number: 1, rolloutId: null }]);
  expect(await json(await publish("*"))).toMatchObject({ status: 409, reason: "unchanged", type: "/docs/api#problem-unchanged" });
  expect((await world.ask("DELETE", entity, { headers: { "If-Match": "*" } })).status).toBe(200);
});

it("what hangs on an entity, what the check found and what the guard asks for stand in the problem", async () => {
  await using world = await createRestWorld();
  await world.publish("echo.internal");
  const services = await json(await world.ask("GET", `${world.group}/draft/entities/services`));
  const [service] = services["items"] as { id: string }[]; // safe because the schema says so
  const entity = `${world.group}/draft/entities/services/${service?.id}`;
  const hanging = await json(await world.ask("DELETE", entity, { headers: { "If-Match": "*" } }));
  expect(hanging).toMatchObject({ status: 409, reason: "dependents", dependents: { deletedCount: 1 } });
  expect((await world.ask("DELETE", `${entity}?confirmDependents=1`, { headers: { "If-Match": "*" } })).status).toBe(200);
  const guarded = await json(await world.ask("POST", `${world.group}/draft/publish`, { body: { message: "Less" }, headers: { "If-Match": "*" } }));
  expect(guarded).toMatchObject({ status: 409, reason: "guard", guard: { kind: "mass_delete", count: 2 } });
  const faulty = await json(await world.ask("POST", `${world.group}/draft/entities/services`, { body: { fields: { name: "x" } } }));
  expect(faulty).toMatchObject({ status: 422, reason: "findings", findings: [{ severity: "error", field: ["host"] }] });
});

it("a document is published over what its author saw live: 412 where another went live", async () => {
  await using world = await createRestWorld();
  await world.publish("a.internal");
  const seen = (await world.ask("GET", world.group)).headers.get("etag") ?? "";
  await world.publish("b.internal");
  const publish = (tag: string) =>
    world.ask("POST", `${world.group}/config-versions?message=C`, { body: documentOf("c.internal"), headers: { ...YAML, "If-Match": tag } });
  expect([(await publish(seen)).status, (await publish("*")).status]).toEqual([412, 201]);
  const another = await world.caller.configVersions.publish({ ...world.at, source: documentOf("d.internal"), message: "D", seenLive: 1 });
  expect(another).toEqual({ ok: false, reason: "changed", live: 3 });
  const back = (tag: string) => world.ask("POST", `${world.group}/config-versions/1/roll-back`, { body: {}, headers: { "If-Match": tag } });
  expect([(await back(seen)).status, (await world.ask("POST", `${world.group}/config-versions/1/roll-back`, { body: {} })).status]).toEqual([412, 201]);
});

it("YAML goes in and comes out as it is, with the rest of the input in the query", async () => {
  await using world = await createRestWorld();
  const preview = await world.ask("POST", `${world.group}/draft/import/preview?mode=replace`, { body: documentOf("echo.internal"), headers: YAML });
  expect(await json(preview)).toMatchObject({ counts: { created: 4 } });
  const tag = preview.headers.get("etag") ?? "";
  expect(
    (await world.ask("POST", `${world.group}/draft/import?mode=replace`, { body: documentOf("echo.internal"), headers: { ...YAML, "If-Match": tag } })).status,
  ).toBe(200);
  const yaml = await world.ask("GET", `${world.group}/draft/yaml`, { headers: { Accept: "application/yaml" } });
  const text = await yaml.text();
  expect([yaml.headers.get("content-type"), text.includes("echo.internal"), text.includes(SECRET)]).toEqual(["application/yaml", true, false]);
  const put = await world.ask("PUT", `${world.group}/draft/yaml`, {
    body: text.replace("echo.internal", "b.internal"),
    headers: { ...YAML, "If-Match": yaml.headers.get("etag") ?? "" },
  });
  expect(put.status).toBe(200);
  const document = await world.ask("POST", `${world.group}/config-versions?message=First`, {
    body: documentOf("c.internal"),
    headers: { ...YAML, "If-Match": "*" },
  });
  expect([document.status, await json(document)]).toEqual([201, { number: 1, rolloutId: null }]);
  expect(document.headers.get("location")).toBe(`http://localhost:3000/api/v1${world.group}/config-versions/1`);
  const check = await json(await world.ask("POST", `${world.group}/check`, { body: documentOf("d.internal"), headers: YAML }));
  expect(check).toMatchObject({ findings: [], change: { against: 1, counts: { created: 0, changed: 1, deleted: 0 }, guard: { kind: "none" } } });
});

it("a publish that would supersede another rollout than the one that runs gets 409 with that one, and the right one is superseded", async () => {
  await using world = await createRestWorld();
  await world.publish("a.internal");
  const rollout = {
    stages: [
      { reach: { percent: 10 }, gate: {} },
      { reach: { percent: 100 }, gate: {} },
    ],
  };
  const publish = (host: string, more: object) =>
    world.ask("POST", `${world.group}/config-versions`, { body: { source: documentOf(host), message: "m", rollout, ...more }, headers: { "If-Match": "*" } });
  const { rolloutId } = await json(await publish("b.internal", {}));
  const refused = await publish("c.internal", { activeRollout: { supersede: randomUUID() } });
  expect(refused.status).toBe(409);
  const { reason, detail, rollout: active } = await json(refused);
  expect([reason, active]).toMatchObject(["rollout", { id: rolloutId, toVersion: 2 }]);
  expect(detail).toContain(`The rollout of v2 (${String(rolloutId)}) has not ended.`);
  const query = new URLSearchParams({ message: "m", "activeRollout[supersede]": String(rolloutId) });
  const yaml = await world.ask("POST", `${world.group}/config-versions?${query}`, { body: documentOf("c.internal"), headers: { ...YAML, "If-Match": "*" } });
  expect(yaml.status).toBe(201);
});

it("who waits is told as soon as every connected instance runs the version or has refused it, and why", async () => {
  await using world = await createRestWorld();
  // It has listened for an hour, so that silence tells something.
  world.clock.now += 3_600_000;
  await world.publish("echo.internal");
  const etag = await world.etagOf(1);
  const [good, bad, away, revoked] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  for (const id of [good, bad, away, revoked]) await world.addInstance(id, {});
  const change = (id: string, values: Partial<typeof runtimeInstances.$inferInsert>) =>
    world.deps.db.write((tx) =>
      tx
        .update(runtimeInstances)
        .set({ credentialHash: id, lastSeenAt: world.clock.now, ...values })
        .where(eq(runtimeInstances.id, id)),
    );
  await change(good, {});
  await change(bad, {});
  await change(away, { lastSeenAt: 1 });
  const wait = (seconds: number) => world.ask("GET", `${world.group}/config-versions/1/wait?timeout=${seconds}`).then(json);
  expect(await wait(0)).toMatchObject({ isLive: true, isApplied: false, pending: 2, away: 1, inSync: 0 });
  const waiting = wait(60);
  await change(good, { runningEtag: etag });
  await change(bad, { rejectedEtag: etag, rejectedStatus: 400 });
  expect(await waiting).toMatchObject({ isApplied: false, pending: 0, inSync: 1, rejected: 1, others: [{ id: bad, sync: "rejected" }] });
  const strict = await world.ask("GET", `${world.group}/config-versions/1/wait?mustApply=true`);
  expect(await json(strict)).toMatchObject({ status: 409, reason: "notApplied", adoption: { rejected: 1, others: [{ id: bad }] } });
  await world.publish("other.internal");
  expect(await wait(60)).toMatchObject({ isLive: false, isApplied: false });
  expect((await world.ask("GET", `${world.group}/config-versions/9/wait`)).status).toBe(404);
});
