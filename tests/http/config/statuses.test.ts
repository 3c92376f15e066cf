import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { applyRecords, runtimeGroups } from "../../../db/schema/index";
import { createWorld, expectSoon, itInProcess } from "../../support/world";

it("200 carries the very bytes, whose SHA-256 is the tag and the digest", async () => {
  await using world = await createWorld();
  const { credential } = await world.enroll(world.ours);
  const { etag, body } = await world.publish(world.ours, { services: [{ name: "héllo" }] });
  const answer = await world.request("GET", "/config", { token: credential });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.toString()).toBe(body);
  const digest = createHash("sha256").update(bytes);
  const hex = digest.copy().digest("hex");
  expect(answer.headers.get("etag")).toBe(etag);
  expect(etag).toBe(`"sha256-${hex}"`);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "unencoded-digest": `sha-256=:${digest.digest("base64")}:`,
    "content-type": "application/json",
    "config-version": "1",
    "poll-interval": "15",
    "signalbox-group": world.ours.groupId,
    "cache-control": "private, no-cache",
    vary: "Accept-Encoding",
  });
});

it("204 where the group has published nothing", async () => {
  await using world = await createWorld();
  const { credential } = await world.enroll(world.ours);
  const answer = await world.request("GET", "/config", { token: credential });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("poll-interval")).toBe("15");
});

it("304 where the expected tag is among those named, weak or not, and for *; another tag gets 200", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const other = `"sha256-${"0".repeat(64)}"`;
  const statusFor = async (tags: string) => (await world.request("GET", "/config", { token, headers: { "If-None-Match": tags } })).status;
  expect(await Promise.all([etag, `W/${etag}`, `${other}, ${etag}`, other, "*"].map(statusFor))).toEqual([304, 304, 304, 200, 304]);
  const answer = await world.request("GET", "/config", { token, headers: { "If-None-Match": etag } });
  expect(Object.fromEntries(answer.headers)).toMatchObject({ etag, "config-version": "1", "poll-interval": "15" });
});

it("* gets 204 where there is nothing yet", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  expect((await world.request("GET", "/config", { token, headers: { "If-None-Match": "*" } })).status).toBe(204);
});

it("HEAD has the status and the fields of GET, no body, and counts as no offer", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  // The signature tells when the version was first read, here.
  await world.request("GET", "/config", { token, headers: { "If-None-Match": etag } });
  const offers = () => world.db.read.select().from(applyRecords).where(eq(applyRecords.instanceId, instanceId));
  const cases: [string, Record<string, string>, number][] = [
    ["/config", {}, 200],
    ["/config", { "If-None-Match": etag }, 304],
    ["/keys", {}, 200],
    ["/schemas?missing=1", {}, 200],
    ["/schemas", {}, 422],
    ["/nothing", {}, 404],
  ];
  const fieldsOf = ({ headers }: Response) =>
    Object.fromEntries(
      [...headers].filter(
        ([name]) => !["request-id", "date", "connection", "keep-alive", "content-length", "transfer-encoding", "content-encoding"].includes(name),
      ),
    );
  const heads = await Promise.all(cases.map(([path, headers]) => world.request("HEAD", path, { token, headers })));
  await world.api.flush();
  expect(await offers()).toEqual([]);
  for (const [index, [path, headers, status]] of cases.entries()) {
    const [head, get] = [heads[index], await world.request("GET", path, { token, headers })];
    expect([path, head?.status, await head?.text(), head && fieldsOf(head)]).toEqual([path, status, "", fieldsOf(get)]);
  }
  expect((await world.request("HEAD", "/config")).status).toBe(401);
});

it("a revoked credential gets 401, not 304", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const poll = () => world.request("GET", "/config", { token, headers: { "If-None-Match": etag } });
  expect((await poll()).status).toBe(304);
  await world.change(instanceId, { credentialHash: null });
  await expectSoon(async () => (await poll()).status, 401);
});

itInProcess("a malformed credential gets 401 without a read of the database", async () => {
  await using world = await createWorld();
  const reads = world.faults.reads;
  expect((await world.request("GET", "/config", { token: `sbi_${"a".repeat(49)}` })).status).toBe(401);
  expect(world.faults.reads).toBe(reads);
});

it("an archived instance gets 403", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  await world.change(instanceId, { archivedAt: world.clock.now });
  expect((await world.request("GET", "/config", { token })).status).toBe(403);
});

it("an instance of a deleted group gets 410 from every path, known before or not", async () => {
  await using world = await createWorld();
  const known = await world.enroll(world.ours);
  const fresh = await world.enroll(world.ours);
  await world.request("GET", "/config", { token: known.credential });
  await world.db.write((tx) => tx.delete(runtimeGroups).where(eq(runtimeGroups.id, world.ours.groupId)));
  world.api.groupChanged(world.ours.groupId);
  await expectSoon(async () => (await world.request("POST", "/reports/node", { token: known.credential, body: "{}" })).status, 410);
  expect((await world.request("GET", "/config", { token: known.credential })).status).toBe(410);
  await world.change(fresh.instanceId, { orphanedAt: world.clock.now });
  expect((await world.request("GET", "/config", { token: fresh.credential })).status).toBe(410);
});

it("a credential never sees another tenant's config, even where its row names the other's group", async () => {
  await using world = await createWorld();
  const [ours, theirs] = [await world.enroll(world.ours), await world.enroll(world.theirs)];
  await world.publish(world.ours, { services: [{ name: "ours" }] });
  expect((await world.request("GET", "/config", { token: ours.credential })).status).toBe(200);
  expect((await world.request("GET", "/config", { token: theirs.credential })).status).toBe(204);
  await world.change(theirs.instanceId, { groupId: world.ours.groupId });
  await expectSoon(async () => (await world.request("GET", "/config", { token: theirs.credential })).status, 410);
});

itInProcess("in the steady state a poll reads no database", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const poll = () => world.request("GET", "/config", { token, headers: { "If-None-Match": etag, "Running-Config": etag } });
  await poll();
  const reads = world.faults.reads;
  for (let i = 0; i < 20; i++) expect((await poll()).status).toBe(304);
  expect(world.faults.reads).toBe(reads);
});

itInProcess("an unknown error is a 500 that tells neither the answer nor the log a parameter", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  world.faults.readsFail = true;
  const answer = await world.request("GET", "/config", { token });
  world.faults.readsFail = false;
  expect(answer.status).toBe(500);
  const requestId = answer.headers.get("request-id");
  expect(await answer.text()).not.toContain("secret");
  expect(world.logged).toEqual([`runtime API: request ${requestId}: Error`]);
});

it("another method gets 405 with Allow, another path 404", async () => {
  await using world = await createWorld();
  const answer = await world.request("DELETE", "/config");
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  const enroll = await world.request("GET", "/enroll");
  expect([enroll.status, enroll.headers.get("allow"), (await world.request("HEAD", "/enroll")).status]).toEqual([405, "POST", 405]);
  expect((await world.request("GET", "/nothing")).status).toBe(404);
});
