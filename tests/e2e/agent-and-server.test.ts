import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { selectPluginSchemaNames } from "@/db/queries/runtime";
import { mintRuntimeDb } from "@/db/scoped";
import { createRuntimeServer } from "@/server/bin/runtime-listener";
import { createCaller } from "@/server/trpc/root";
import { startKongEmulator } from "@/tests/support/kong-emulator";
import { availablePlugins } from "@/tests/support/kong-emulator-plugins";
import { makeKongId } from "@/server/kong-ids";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const documentWith = (host: string) => `_format_version: '3.0'\nservices:\n- name: echo\n  host: ${host}\n`;

/** Polls until `read` gives what is wanted; the last value seen is in the failure. */
async function until<T>(read: () => Promise<T> | T, isWanted: (value: T) => boolean, what: string): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
    if (Date.now() > deadline) throw new Error(`Never ${what}; last seen: ${JSON.stringify(value)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const listen = (server: Server, port: number) =>
  new Promise<number>((done) => {
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : 0);
    });
  });

/** The world's runtime API over real HTTP, a Kong emulator, and an agent process enrolled by the copied token. */
async function createLine() {
  const world = await createTrpcWorld();
  world.clock.now = Date.now();
  const kong = await startKongEmulator();
  const folder = mkdtempSync(join(tmpdir(), "signalbox-line-"));
  mkdirSync(join(folder, "state"), { mode: 0o700 });
  const serve = () => createRuntimeServer(world.deps.runtimeApi, (_, response) => void response.writeHead(404).end());
  let server = serve();
  const port = await listen(server, 0);
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  const plan = await caller.setup.render({
    ...at,
    platform: "universal",
    image: "kong:3.9",
    labels: { zone: "a" },
    proxyPort: 8000,
    proxySslPort: 8443,
    ttlMinutes: 60,
    maxUses: 1,
    isEphemeral: false,
  });
  const code = plan.blocks.map((block) => block.code).join("\n");
  const agent = spawn("sh", ["public/runtime-agent.sh"], {
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "test",
      SIGNALBOX_URL: `http://127.0.0.1:${port}`,
      SIGNALBOX_TOKEN: /sbe_[A-Za-z0-9]+/.exec(code)?.[0] ?? "",
      SIGNALBOX_INSTANCE_ID: plan.instanceId ?? "",
      SIGNALBOX_STATE_DIR: join(folder, "state"),
      SIGNALBOX_KONG_ADMIN: kong.adminUrl,
      SIGNALBOX_KONG_STATUS: kong.statusUrl,
      SIGNALBOX_REQUIRE_SIGNATURE: "1",
      SIGNALBOX_CHECK_SECONDS: "1",
      SIGNALBOX_BACKOFF_MAX_SECONDS: "2",
    },
  });
  let log = "";
  agent.stdout.on("data", (chunk: Buffer) => (log += chunk.toString()));
  agent.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
  const instance = async () => (await caller.instances.list(at)).shown[0];
  return {
    world,
    kong,
    caller,
    at,
    instance,
    log: () => log,
    untilSync: (sync: string) => until(instance, (each) => each?.state.sync === sync, `${sync}. Agent: ${log}`),
    stopServer: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
    restartServer: async () => {
      server = serve();
      await listen(server, port);
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((done) => agent.once("close", done));
      agent.kill("SIGTERM");
      await ended;
      server.closeAllConnections();
      server.close();
      await kong.close();
      await world[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

it("a publish reaches the node, a refusal is shown with Kong's text, and the old config stays", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  expect((await line.untilSync("in sync"))?.runningVersion).toBe(1);

  const fields = { services: [{ host: "not this one" }] };
  const body = { code: 14, name: "invalid declarative configuration", message: "declarative config is invalid", fields };
  const flattened_errors = [{ entity_type: "service", entity_name: "echo", errors: [{ type: "field", field: "host", message: "not this one" }] }];
  line.kong.rejectWith(() => ({ status: 400, plain: body, flattened: { ...body, fields: {}, flattened_errors } }));
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("b.internal"), message: "second" });
  const rejected = await line.untilSync("rejected");
  expect(rejected?.runningVersion).toBe(1);
  expect(line.kong.config).toMatchObject({ services: [{ host: "a.internal" }] });
  const shown = await line.caller.instances.get({ ...line.at, instanceId: rejected?.id ?? "" });
  expect(shown.rejected?.errors).toEqual([
    { entityType: "service", entityName: "echo", entityId: makeKongId("services", "echo"), field: "host", message: "not this one" },
  ]);
});

it("a node that restarts empty gets last-good again while the server is away", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  await line.untilSync("in sync");
  await line.stopServer();
  await line.kong.restart({ keepConfig: false });
  await until(
    () => line.kong.config,
    (config) => JSON.stringify(config ?? {}).includes("a.internal"),
    `posted again. Agent: ${line.log()}`,
  );
  await line.restartServer();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("b.internal"), message: "second" });
  expect((await until(line.instance, (each) => each?.runningVersion === 2, "on v2"))?.state.sync).toBe("in sync");
});

it("the schemas of the plugins that a node has loaded become known for its Gateway version", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  const instance = await line.untilSync("in sync");
  const { orgId, groupId } = line.world.ours;
  const runtime = mintRuntimeDb(line.world.deps.db, { orgId, groupId, instanceId: instance?.id ?? "" });
  const loaded = Object.keys(availablePlugins).sort();
  const known = async () => (await selectPluginSchemaNames(runtime, "3.9.3")).map((each) => each.plugin).sort();
  await until(known, (names) => names.join() === loaded.join(), `all told. Agent: ${line.log()}`);
});

it("a change at the node's own admin API is on record as drift, healed, and the node is in sync again", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  const instanceId = (await line.untilSync("in sync"))?.id ?? "";
  await fetch(`${line.kong.adminUrl}/config`, { method: "POST", headers: { "Content-Type": "text/yaml" }, body: documentWith("changed.internal") });
  const kinds = async () => (await line.caller.instances.get({ ...line.at, instanceId })).timeline.map((each) => each.kind);
  await until(kinds, (found) => found.includes("drift"), `on record. Agent: ${line.log()}`);
  await line.untilSync("in sync");
  await until(
    () => line.kong.config,
    (config) => JSON.stringify(config).includes("a.internal"),
    "healed",
  );
});

it("a node whose Kong stops is told as not ready, and is ready and in sync again when Kong is back, while the poll is held", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  await until(line.instance, (each) => each?.state.sync === "in sync" && each.state.readiness === "ready", "ready");
  await line.kong.close();
  await until(line.instance, (each) => each?.state.readiness === "not ready", `not ready. Agent: ${line.log()}`);
  await line.kong.restart({ keepConfig: true });
  await until(line.instance, (each) => each?.state.sync === "in sync" && each.state.readiness === "ready", `ready again. Agent: ${line.log()}`);
});

it("what a person asks of a node reaches it through the held poll: a pin, a new credential, and a sync that puts back what the group lets drift", async () => {
  await using line = await createLine();
  const { caller, at, kong } = line;
  const hostIs = (host: string) =>
    until(
      () => JSON.stringify(kong.config ?? {}),
      (config) => config.includes(host),
      `${host}. Agent: ${line.log()}`,
    );
  await caller.configVersions.publish({ ...at, source: documentWith("a.internal"), message: "first" });
  await caller.configVersions.publish({ ...at, source: documentWith("b.internal"), message: "second" });
  await hostIs("b.internal");
  const which = { instanceIds: [(await line.instance())?.id ?? ""] };
  const told = () => caller.instances.get({ ...at, instanceId: which.instanceIds[0] ?? "" });
  await caller.instances.pin({ ...at, which, version: 1 });
  await hostIs("a.internal");

  line.world.clock.now += 1000;
  await caller.instances.rotateCredential({ ...at, which });
  await until(told, (each) => each.rotationRequestedAt === null, `rotated. Agent: ${line.log()}`);
  expect((await told()).credentialIssuedAt).toBe(line.world.clock.now);

  await caller.runtimeGroups.update({ ...at, name: "default", healsDrift: false });
  await caller.instances.syncNow({ ...at, which });
  await until(line.log, (log) => log.includes("the group says to report") && log.includes("(304)"), "told to report drift, and given its config again");
  await fetch(`${kong.adminUrl}/config`, { method: "POST", headers: { "Content-Type": "text/yaml" }, body: documentWith("changed.internal") });
  await until(told, (each) => each.timeline.some(({ kind }) => kind === "drift"), `drifted. Agent: ${line.log()}`);
  line.world.clock.now += 1000;
  await caller.instances.syncNow({ ...at, which });
  await hostIs("a.internal");
  // The offer has the same time, and is written before or after what the agent reports.
  const takenOf = ({ timeline }: Awaited<ReturnType<typeof told>>) => timeline.find(({ kind, at }) => kind === "applied" && at === line.world.clock.now);
  const inOrder = await until(told, (each) => each.syncRequestedAt === null && takenOf(each) !== undefined, `in order again. Agent: ${line.log()}`);
  expect(takenOf(inOrder)).toMatchObject({ versionNumber: 1, kongStatus: 201, fetchMs: expect.any(Number), applyMs: expect.any(Number) });
  expect(line.log()).not.toMatch(/sb[ei]_/);
});

it("a revoked credential gets 401 at once, though its poll is held", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  const instance = await line.untilSync("in sync");
  await line.caller.instances.revoke({ ...line.at, instanceId: instance?.id ?? "" });
  const revokedAt = Date.now();
  await until(line.log, (log) => log.includes("401"), "told 401");
  expect(Date.now() - revokedAt).toBeLessThan(20_000);
  expect(line.kong.config).toMatchObject({ services: [{ host: "a.internal" }] });
});

it("the node of a deleted group is orphaned, gets 410 and keeps serving", async () => {
  await using line = await createLine();
  await line.caller.configVersions.publish({ ...line.at, source: documentWith("a.internal"), message: "first" });
  await line.untilSync("in sync");
  expect(await line.caller.runtimeGroups.delete({ ...line.at, confirmName: "default" })).toEqual({ orphaned: 1 });
  await until(line.log, (log) => log.includes("(410)"), "told 410");
  await line.kong.restart({ keepConfig: false });
  await until(
    () => line.kong.config,
    (config) => JSON.stringify(config ?? {}).includes("a.internal"),
    `serving. Agent: ${line.log()}`,
  );
});
