import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { MOST_APPLY_RECORDS } from "../../db/queries/runtime";
import { applyRecords, auditEntries, pluginSchemas, pluginSets, runtimeInstances } from "../../db/schema/index";
import { hashToken } from "../../server/auth/token-hash";
import { createWorld, itInProcess } from "../support/world";

const ROOT = JSON.stringify({
  configuration: {},
  plugins: { available_on_server: { cors: { version: "3.9.0", priority: 2000 }, "my-own": true }, enabled_in_cluster: [] },
  version: "3.9.1",
});
const NODE = `${ROOT}\n{"configuration_hash":"x"}\n`;

it("rejected keeps Kong's answer exactly; applied clears it and the drift", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const body = '{"code":14,\n "message": "nö" }';
  const send = (kind: string, kongStatus: string, text?: string) =>
    world.request("POST", `/reports/${kind}`, { token, headers: { "Config-ETag": etag, "Kong-Status": kongStatus }, ...(text ? { body: text } : {}) });
  expect((await send("rejected", "400", body)).status).toBe(204);
  expect((await send("drift", "200")).status).toBe(204);
  const at = world.clock.justNow();
  expect(await world.instance(instanceId)).toMatchObject({ rejectedEtag: etag, rejectedStatus: 400, rejectedBody: body, rejectedAt: at, driftedAt: at });
  expect((await send("applied", "201")).status).toBe(204);
  expect(await world.instance(instanceId)).toMatchObject({
    runningEtag: etag,
    rejectedEtag: null,
    rejectedStatus: null,
    rejectedBody: null,
    rejectedAt: null,
    driftedAt: null,
  });
  const records = await world.db.read.select().from(applyRecords);
  expect(records.map(({ kind, versionNumber, kongStatus }) => [kind, versionNumber, kongStatus]).sort()).toEqual([
    ["applied", 1, 201],
    ["drift", 1, 200],
    ["rejected", 1, 400],
  ]);
});

it("an outcome keeps how long each part took; an agent of the release before tells none, and what is no duration fails nothing", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.ours, {});
  const send = async (kind: string, timing: Record<string, string>) => {
    const answer = await world.request("POST", `/reports/${kind}`, { token, headers: { "Config-ETag": etag, "Kong-Status": "201", ...timing } });
    expect(answer.status).toBe(204);
  };
  await send("applied", { "Config-Timing": "fetch;dur=120, verify;dur=3, apply;dur=240" });
  await send("rejected", {});
  await send("drift", { "Config-Timing": "fetch;dur=-1, verify, ;;;" });
  const records = await world.db.read.select().from(applyRecords);
  expect(records.map(({ kind, fetchMs, verifyMs, applyMs }) => [kind, fetchMs, verifyMs, applyMs]).sort()).toEqual([
    ["applied", 120, 3, 240],
    ["drift", null, null, null],
    ["rejected", null, null, null],
  ]);
});

it("a node that applies its last good config again has the expected one rejected still", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const good = await world.publish(world.ours, { services: [{ name: "a", host: "a.internal" }] });
  const bad = await world.publish(world.ours, {});
  const send = (kind: string, etag: string, kongStatus: string) =>
    world.request("POST", `/reports/${kind}`, { token, headers: { "Config-ETag": etag, "Kong-Status": kongStatus } });
  await send("rejected", bad.etag, "400");
  expect((await send("applied", good.etag, "201")).status).toBe(204);
  expect(await world.instance(instanceId)).toMatchObject({ runningEtag: good.etag, rejectedEtag: bad.etag, rejectedStatus: 400 });
});

it("what a node refused stays on the record whatever else it applies, until it applies that very document", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const bad = await world.publish(world.ours, {});
  const good = await world.publish(world.ours, { services: [{ name: "a", host: "a.internal" }] });
  const send = (kind: string, etag: string) =>
    world.request("POST", `/reports/${kind}`, { token, headers: { "Config-ETag": etag, "Kong-Status": "400" }, body: "why" });
  await send("rejected", bad.etag);
  await send("applied", good.etag);
  expect(await world.instance(instanceId)).toMatchObject({ runningEtag: good.etag, rejectedEtag: bad.etag, rejectedBody: "why" });
  await send("applied", bad.etag);
  expect(await world.instance(instanceId)).toMatchObject({ runningEtag: bad.etag, rejectedEtag: null, rejectedBody: null });
});

it("a version that was refused, then another, then is expected again reads rejected, with what Kong answered then, until it is applied", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const documents = ["a", "b", "c"].map((name) => ({ services: [{ name, host: "x.internal" }] }));
  const [v1, v2, v3] = [
    await world.publish(world.ours, documents[0] ?? {}),
    await world.publish(world.ours, documents[1] ?? {}),
    await world.publish(world.ours, documents[2] ?? {}),
  ];
  const send = (kind: string, etag: string, kongStatus: string) =>
    world.request("POST", `/reports/${kind}`, { token, headers: { "Config-ETag": etag, "Kong-Status": kongStatus }, body: "why" });
  const poll = (running: string) =>
    world.request("GET", "/config", { token, headers: { "If-None-Match": `${v1.etag}, ${v2.etag}, ${v3.etag}`, "Running-Config": running } });
  await send("rejected", v2.etag, "413");
  await send("rejected", v3.etag, "400");
  expect((await world.publish(world.ours, documents[1] ?? {})).etag).toBe(v2.etag);
  const rejected = async () => {
    await poll(v1.etag);
    const row = await world.instance(instanceId);
    return row && [row.runningEtag, row.rejectedEtag, row.rejectedStatus, row.rejectedBody];
  };
  await expect.poll(rejected).toEqual([v1.etag, v2.etag, 413, null]);
  await send("applied", v2.etag, "201");
  await poll(v2.etag);
  await world.api.flush();
  expect(await world.instance(instanceId)).toMatchObject({ runningEtag: v2.etag, rejectedEtag: null });
});

it("an applied report is not undone by an older word of a refusal still in memory", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const [v1, v2] = [await world.publish(world.ours, {}), await world.publish(world.ours, { services: [] })];
  await world.request("GET", "/config", { token, headers: { "If-None-Match": `${v1.etag}, ${v2.etag}`, "Running-Config": v1.etag } });
  await world.request("POST", "/reports/applied", { token, headers: { "Config-ETag": v2.etag } });
  await world.api.flush();
  expect(await world.instance(instanceId)).toMatchObject({ runningEtag: v2.etag, rejectedEtag: null });
});

it("a version number is found in the instance's own group alone", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const { etag } = await world.publish(world.theirs, {});
  await world.request("POST", "/reports/applied", { token, headers: { "Config-ETag": etag } });
  expect(await world.db.read.select().from(applyRecords)).toMatchObject([{ etag, versionNumber: null }]);
});

it("a node report tells the version and readiness and is kept exactly; nonsense is kept too and fails nothing", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  await world.request("POST", "/reports/node", { token, headers: { "Kong-Ready": "503" }, body: NODE });
  expect(await world.instance(instanceId)).toMatchObject({ gatewayVersion: "3.9.1", isReady: false, nodeReport: NODE });
  expect((await world.request("POST", "/reports/node", { token, headers: { "Kong-Ready": "200" }, body: "<html>" })).status).toBe(204);
  expect(await world.instance(instanceId)).toMatchObject({ gatewayVersion: "3.9.1", isReady: true, nodeReport: "<html>" });
});

it("a node report brings the agent's version and the address up to date; other callers' names change nothing", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const send = (agent: string, address: string, kind = "node") =>
    world.request("POST", `/reports/${kind}`, { token, headers: { "User-Agent": agent }, body: NODE, address });
  const seen = async () => [(await world.instance(instanceId))?.agentVersion, (await world.instance(instanceId))?.address];
  await send("signalbox-agent/0.2.0", "192.0.2.7");
  expect(await seen()).toEqual(["0.2.0", "192.0.2.7"]);
  for (const agent of ["curl/8.0", "signalbox-agent/<b>", "not signalbox-agent/9"]) await send(agent, "192.0.2.8");
  expect(await seen()).toEqual(["0.2.0", "192.0.2.8"]);
  await send("signalbox-agent/0.3.0", "192.0.2.9", "drift");
  expect(await seen()).toEqual(["0.2.0", "192.0.2.8"]);
});

it("a report of an instance that went, or was revoked, where nobody told this process gets 401 and leaves nothing", async () => {
  await using world = await createWorld();
  const [gone, revoked] = [await world.enroll(world.ours), await world.enroll(world.ours)];
  const send = (token: string, kind: string) =>
    world.request("POST", `/reports/${kind}`, { token, body: NODE, headers: { "Config-ETag": `"sha256-${"a".repeat(64)}"` } });
  for (const { credential } of [gone, revoked]) expect((await send(credential, "node")).status).toBe(204);
  await world.db.write((tx) => tx.delete(runtimeInstances).where(eq(runtimeInstances.id, gone.instanceId)));
  await world.db.write((tx) => tx.update(runtimeInstances).set({ credentialHash: null }).where(eq(runtimeInstances.id, revoked.instanceId)));
  for (const kind of ["drift", "applied", "rejected", "node"]) {
    expect([kind, (await send(gone.credential, kind)).status, (await send(revoked.credential, kind)).status]).toEqual([kind, 401, 401]);
  }
  expect(await world.db.read.select().from(applyRecords)).toEqual([]);
  expect(await world.instance(revoked.instanceId)).toMatchObject({ driftedAt: null, rejectedEtag: null });
});

itInProcess("a credential that is revoked while the body comes in is refused", async () => {
  await using world = await createWorld();
  const { credential, instanceId } = await world.enroll(world.ours);
  await world.request("POST", "/reports/node", { token: credential, body: NODE });
  for (const [method, path] of [
    ["POST", "/reports/node"],
    ["PUT", "/schemas/cors"],
  ] as const) {
    await world.change(instanceId, { credentialHash: hashToken(credential) });
    const body = (async function* () {
      yield Buffer.from('{"fields":');
      await world.change(instanceId, { credentialHash: null });
      yield Buffer.from("[]}");
    })();
    const headers = { get: (name: string) => (name === "authorization" ? `Bearer ${credential}` : null) };
    const answer = await world.api.answer(
      { method, url: `http://s/api/runtime/v1${path}`, headers, body, signal: new AbortController().signal },
      { address: "::1" },
    );
    expect([path, answer.status]).toEqual([path, 401]);
  }
  expect(await world.db.read.select().from(pluginSchemas)).toEqual([]);
});

it("a hostile node report of 1 MiB is read in no time", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const started = performance.now();
  await world.request("POST", "/reports/node", { token, body: '"plugins":{'.repeat(95_000) });
  await world.request("GET", "/schemas?missing=1", { token });
  expect(performance.now() - started).toBeLessThan(20_000);
});

it("1 MiB is taken, a byte more gets 413, and nothing of it is kept", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const body = "x".repeat(1024 * 1024);
  expect((await world.request("POST", "/reports/node", { token, body: `${body}x` })).status).toBe(413);
  expect((await world.instance(instanceId))?.nodeReport).toBeNull();
  expect((await world.request("POST", "/reports/node", { token, body })).status).toBe(204);
});

it("an unknown report gets 404, one without its tag 422, a stranger's 401", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  expect((await world.request("POST", "/reports/other", { token })).status).toBe(404);
  expect((await world.request("POST", "/reports/applied", { token })).status).toBe(422);
  expect((await world.request("POST", "/reports/node", { body: "{}" })).status).toBe(401);
});

it("sign-off removes an ephemeral instance, with an audit row in its own name, and no other; who comes back is told that it is gone", async () => {
  await using world = await createWorld();
  const [brief, lasting] = [await world.enroll(world.ours, { isEphemeral: true }), await world.enroll(world.ours)];
  for (const { credential: token } of [brief, lasting]) expect((await world.request("POST", "/sign-off", { token })).status).toBe(204);
  expect((await world.request("GET", "/config", { token: brief.credential })).status).toBe(410);
  expect((await world.request("GET", "/config", { token: lasting.credential })).status).toBe(204);
  expect([await world.instance(brief.instanceId), (await world.instance(lasting.instanceId))?.id]).toEqual([undefined, lasting.instanceId]);
  const audit = await world.db.read.select().from(auditEntries).where(eq(auditEntries.action, "instance.remove"));
  expect(audit).toMatchObject([{ orgId: world.ours.orgId, groupId: world.ours.groupId, actor: "node-1", target: "node-1" }]);
});

it("missing schemas are those of the org's Gateway version that nobody told; only loaded plugins are taken", async () => {
  await using world = await createWorld();
  const { credential: token } = await world.enroll(world.ours);
  const missing = async () => (await world.request("GET", "/schemas?missing=1", { token })).text();
  const put = async (plugin: string, body: string) => (await world.request("PUT", `/schemas/${plugin}`, { token, body })).status;
  expect(await missing()).toBe("");
  expect(await put("cors", "{}")).toBe(409);
  await world.request("POST", "/reports/node", { token, body: NODE });
  expect(await missing()).toBe("cors\nmy-own\n");
  expect([await put("cors", '{"fields":[]}'), await put("acl", "{}"), await put("my-own", "null")]).toEqual([204, 422, 422]);
  expect(await missing()).toBe("my-own\n");
  expect(await world.db.read.select().from(pluginSchemas)).toMatchObject([{ orgId: world.ours.orgId, gatewayVersion: "3.9.1", plugin: "cors" }]);
  const foreign = await world.enroll(world.theirs);
  await world.request("POST", "/reports/node", { token: foreign.credential, body: NODE });
  expect(await (await world.request("GET", "/schemas?missing=1", { token: foreign.credential })).text()).toBe("cors\nmy-own\n");
});

itInProcess("an instance keeps the newest part of its timeline", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { orgId } = world.ours;
  const older = Array.from({ length: MOST_APPLY_RECORDS + 20 }, (_, index) => ({ id: `r${index}`, orgId, instanceId, kind: "drift" as const, at: index }));
  await world.db.write((tx) => tx.insert(applyRecords).values(older));
  expect((await world.request("POST", "/reports/drift", { token, headers: { "Kong-Status": "200" } })).status).toBe(204);
  const kept = await world.db.read.select({ at: applyRecords.at }).from(applyRecords).where(eq(applyRecords.instanceId, instanceId));
  expect([kept.length, Math.min(...kept.map(({ at }) => at))]).toEqual([MOST_APPLY_RECORDS, 21]);
});

it("nodes that have loaded the same plugins refer to one set, and one that reports others to another", async () => {
  await using world = await createWorld();
  const report = async (token: string, body: string) => {
    expect((await world.request("POST", "/reports/node", { token, body })).status).toBe(204);
  };
  const [a, b] = [await world.enroll(world.ours), await world.enroll(world.ours)];
  await report(a.credential, NODE);
  await report(b.credential, NODE.replace('"cors":', '"zipkin":true,"cors":'));
  await report(b.credential, NODE);
  const sets = await world.db.read.select().from(pluginSets);
  expect(sets.map(({ names }) => names).sort()).toEqual([
    ["cors", "my-own"],
    ["cors", "my-own", "zipkin"],
  ]);
  const [first, second] = [await world.instance(a.instanceId), await world.instance(b.instanceId)];
  expect([first?.pluginSet, second?.pluginSet]).toEqual(Array(2).fill(sets.find(({ names }) => names.length === 2)?.hash));
  await report(b.credential, "not to be read");
  expect((await world.instance(b.instanceId))?.pluginSet).toBe(first?.pluginSet);
});

itInProcess("a fleet that makes plugins up fills no disk: of a thousand sets those go that no instance has", async () => {
  await using world = await createWorld();
  const { credential: token, instanceId } = await world.enroll(world.ours);
  const { orgId } = world.ours;
  await world.db.write(async (tx) => {
    for (let at = 0; at < 1000; at++) await tx.insert(pluginSets).values({ orgId, hash: `made-up-${at}`, names: [`made-up-${at}`] });
  });
  expect((await world.request("POST", "/reports/node", { token, body: NODE })).status).toBe(204);
  const sets = await world.db.read.select().from(pluginSets);
  expect(sets.map(({ hash }) => hash)).toEqual([(await world.instance(instanceId))?.pluginSet]);
});
