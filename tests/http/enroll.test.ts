import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { auditEntries, enrollmentTokens } from "../../db/schema/index";
import { isWellFormedToken } from "../../server/domain/token";
import { hashToken, newToken } from "../../server/auth/token-hash";
import { createWorld, itInProcess } from "../support/world";

const fields = (instanceId: string = randomUUID()) => ({ "instance-id": instanceId, hostname: "node-1" });

it("a good token gives a working credential, stored as a hash alone, and an audit row", async () => {
  await using world = await createWorld();
  const token = await world.enrollmentToken(world.ours, { labels: { zone: "a" } });
  const headers = { ...fields(), labels: "zone=b,rack=7", "agent-version": "1.0" };
  const answer = await world.request("POST", "/enroll", { token, headers });
  expect(answer.status).toBe(201);
  expect(answer.headers.get("request-id")).toBeTruthy();
  expect(answer.headers.get("cache-control")).toBe("no-store");
  const given = (await answer.json()) as { credential: string };
  expect(given).toMatchObject({ instance_id: headers["instance-id"], poll_interval_seconds: 15, signing_key_id: world.ours.keyId });
  expect(isWellFormedToken(given.credential, "sbi")).toBe(true);
  const row = await world.instance(headers["instance-id"]);
  expect(row).toMatchObject({ orgId: world.ours.orgId, credentialHash: hashToken(given.credential), labels: { zone: "a", rack: "7" }, address: "192.0.2.1" });
  expect(await world.db.read.select().from(auditEntries).where(eq(auditEntries.orgId, world.ours.orgId))).toHaveLength(1);
  expect((await world.request("GET", "/config", { token: given.credential })).status).toBe(204);
});

it("form fields do as well, and text/plain is key=value lines of harmless characters", async () => {
  await using world = await createWorld();
  const token = await world.enrollmentToken(world.ours);
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Accept: "text/plain" };
  const answer = await world.request("POST", "/enroll", { token, headers, body: new URLSearchParams(fields()).toString() });
  expect(answer.status).toBe(201);
  const lines = (await answer.text()).trimEnd().split("\n");
  expect(lines.map((line) => line.split("=")[0])).toEqual(["instance_id", "credential", "poll_interval_seconds", "signing_key_id"]);
  for (const line of lines) expect(line).toMatch(/^[a-z_]+=[A-Za-z0-9._:-]+$/);
});

it("the form's media type is read in any case and with parameters", async () => {
  await using world = await createWorld();
  for (const type of ["Application/X-WWW-Form-URLEncoded", "application/x-www-form-urlencoded ; charset=UTF-8"]) {
    const answer = await world.request("POST", "/enroll", {
      token: await world.enrollmentToken(world.ours),
      headers: { "Content-Type": type },
      body: new URLSearchParams(fields()).toString(),
    });
    expect([type, answer.status]).toEqual([type, 201]);
  }
});

it.each([
  ["text/plain", "text/plain; charset=utf-8"],
  ["Text/Plain;q=0.5, */*;q=0.1", "text/plain; charset=utf-8"],
  ["text/plain;q=0", "application/json"],
  ["text/plain;q=0.5, application/json", "application/json"],
  ["text/plainer", "application/json"],
  ["*/*", "application/json"],
])("Accept: %s gets %s", async (accept, type) => {
  await using world = await createWorld();
  const answer = await world.request("POST", "/enroll", { token: await world.enrollmentToken(world.ours), headers: { ...fields(), Accept: accept } });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([201, type]);
});

it("unknown, revoked, malformed and missing tokens all get the same 401", async () => {
  await using world = await createWorld();
  const revoked = await world.enrollmentToken(world.ours, { revokedAt: 1 });
  const good = await world.enrollmentToken(world.ours);
  const typo = good.slice(0, -1) + (good.endsWith("0") ? "1" : "0");
  for (const token of [newToken("sbe"), revoked, typo, newToken("sbi"), undefined]) {
    const answer = await world.request("POST", "/enroll", { headers: fields(), ...(token ? { token } : {}) });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ type: "about:blank", title: "Unauthorized", status: 401, requestId: answer.headers.get("request-id") });
  }
});

it("an expired or used-up token gets 403", async () => {
  await using world = await createWorld();
  const expired = await world.enrollmentToken(world.ours, { expiresAt: world.clock.now });
  expect((await world.request("POST", "/enroll", { token: expired, headers: fields() })).status).toBe(403);
  const once = await world.enrollmentToken(world.ours, { maxUses: 1 });
  const both = await Promise.all([fields(), fields()].map((headers) => world.request("POST", "/enroll", { token: once, headers })));
  expect(both.map((answer) => answer.status).sort()).toEqual([201, 403]);
});

it("an id of another group gets 409, keeps its credential, and costs no use", async () => {
  await using world = await createWorld();
  const theirs = await world.enroll(world.theirs);
  const token = await world.enrollmentToken(world.ours);
  expect((await world.request("POST", "/enroll", { token, headers: fields(theirs.instanceId) })).status).toBe(409);
  expect((await world.request("GET", "/config", { token: theirs.credential })).status).toBe(204);
  const row = await world.db.read
    .select()
    .from(enrollmentTokens)
    .where(eq(enrollmentTokens.tokenHash, hashToken(token)))
    .get();
  expect(row?.uses).toBe(0);
});

it("the same id again gets a new credential, and the old one dies at once", async () => {
  await using world = await createWorld();
  const first = await world.enroll(world.ours);
  expect((await world.request("GET", "/config", { token: first.credential })).status).toBe(204);
  const second = await world.enroll(world.ours, {}, first.instanceId);
  expect((await world.request("GET", "/config", { token: first.credential })).status).toBe(401);
  expect((await world.request("GET", "/config", { token: second.credential })).status).toBe(204);
});

it.each([
  ["instance-id", { "instance-id": "nope" }],
  ["hostname", { hostname: "" }],
  ["labels", { labels: "-bad-=1" }],
  ["agent-version", { "agent-version": "a b" }],
])("a bad %s gets 422 naming the field", async (field, bad) => {
  await using world = await createWorld();
  const answer = await world.request("POST", "/enroll", { token: await world.enrollmentToken(world.ours), headers: { ...fields(), ...bad } });
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ field });
});

/** The answer to the try after 30 failures from the address. */
async function failTooOften(world: Awaited<ReturnType<typeof createWorld>>, address: string): Promise<Response> {
  for (let i = 0; i < 30; i++) await world.request("POST", "/enroll?x=1", { token: newToken("sbe"), headers: fields(), address });
  return world.request("POST", "/enroll?x=1", { token: await world.enrollmentToken(world.ours), headers: fields(), address });
}

it("an instance that enrolls again is known to run nothing so far, and to have lost nothing", async () => {
  await using world = await createWorld();
  const token = await world.enrollmentToken(world.ours, { maxUses: 2 });
  const headers = fields();
  const enrolled = (await (await world.request("POST", "/enroll", { token, headers })).json()) as { credential: string }; // safe because the protocol says so
  const etag = `"sha256-${"a".repeat(64)}"`;
  await world.request("POST", "/reports/applied", { token: enrolled.credential, headers: { "Config-ETag": etag, "Kong-Status": "201" } });
  expect((await world.instance(headers["instance-id"]))?.runningSince).not.toBeNull();
  expect((await world.request("POST", "/enroll", { token, headers })).status).toBe(201);
  expect(await world.instance(headers["instance-id"])).toMatchObject({ runningEtag: null, runningSince: null });
});

it("the 31st try after 30 failures in a minute gets 429 with Retry-After, a query string or not, and other addresses do not", async () => {
  await using world = await createWorld();
  const answer = await failTooOften(world, "192.0.2.31");
  expect(answer.status).toBe(429);
  expect(answer.headers.get("retry-after")).toMatch(/^([1-9]|[1-5]\d|60)$/);
  const token = await world.enrollmentToken(world.ours);
  expect((await world.request("POST", "/enroll", { token, headers: fields(), address: "192.0.2.32" })).status).toBe(201);
});

itInProcess("an address that failed too often may try again after the minute that Retry-After says", async () => {
  await using world = await createWorld();
  const { headers } = await failTooOften(world, "192.0.2.31");
  expect(headers.get("retry-after")).toBe("60");
  const token = await world.enrollmentToken(world.ours);
  world.clock.advance(59_999);
  expect((await world.request("POST", "/enroll", { token, headers: fields(), address: "192.0.2.31" })).status).toBe(429);
  world.clock.advance(1);
  expect((await world.request("POST", "/enroll", { token, headers: fields(), address: "192.0.2.31" })).status).toBe(201);
});
