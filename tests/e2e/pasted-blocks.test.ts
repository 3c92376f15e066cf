import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createRuntimeServer } from "@/server/bin/runtime-listener";
import { readEnv } from "@/server/env";
import { createCaller } from "@/server/trpc/root";
import { startKongEmulator } from "@/tests/support/kong-emulator";
import { createTrpcWorld } from "@/tests/support/trpc-world";

/** A host whose /etc and /var/lib lie in a folder of its own, where one is root, and whose Kong listens on other ports. */
function createHost(ports: { admin: string; status: string }) {
  const root = mkdtempSync(join(tmpdir(), "signalbox-host-"));
  mkdirSync(join(root, "tools"));
  writeFileSync(join(root, "tools", "id"), "#!/bin/sh\necho 0\n", { mode: 0o755 });
  const here = (code: string) =>
    code
      .replace(/(?<=["' >=:])\/(etc|var\/lib)\//g, `${root}/$1/`)
      .replaceAll("http://127.0.0.1:8001", ports.admin)
      .replaceAll("http://127.0.0.1:8100", ports.status);
  return {
    remove: () => rmSync(root, { recursive: true, force: true }),
    /** Starts a shell as a terminal would: the block comes in on its standard input. */
    paste(code: string) {
      const child = spawn("sh", ["-s"], { env: { PATH: `${join(root, "tools")}:${process.env.PATH}`, HOME: root, NODE_ENV: "test" }, detached: true });
      let said = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.stdin.end(`${here(code)}\n`);
      const ended = new Promise<number | null>((done) => child.once("close", done));
      return { said: () => said, ended, stop: () => (child.pid && process.kill(-child.pid, "SIGTERM"), ended) };
    },
  };
}

it("the blocks for a host, pasted as they are, bring a node from nothing to the published config, its signature verified", async () => {
  await using world = await createTrpcWorld();
  world.clock.now = Date.now();
  await using kong = await startKongEmulator();
  const server = createRuntimeServer(world.deps.runtimeApi, (_, response) => void response.end(readFileSync("public/runtime-agent.sh")));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  world.deps.env = readEnv({ SIGNALBOX_URL: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` });
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  await caller.configVersions.publish({ ...at, source: "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n", message: "First" });
  const plan = await caller.setup.render({
    ...at,
    platform: "universal",
    image: "kong:3.9",
    labels: { zone: "a" },
    proxyPort: 8000,
    proxySslPort: 8443,
    ttlMinutes: 60,
    maxUses: 1,
    isEphemeral: true,
  });
  const block = (id: string) => plan.blocks.find((each) => each.id === id)?.code ?? "";
  const host = createHost({ admin: kong.adminUrl, status: kong.statusUrl });

  const fetched = host.paste(block("agent"));
  expect([await fetched.ended, fetched.said()]).toEqual([0, expect.stringContaining("The agent is checked") as string]);
  const running = host.paste(block("foreground"));
  const deadline = Date.now() + 120_000;
  for (;;) {
    const [instance] = (await caller.instances.list(at)).shown;
    if (instance?.state.sync === "in sync" && instance.state.readiness === "ready") {
      expect(instance).toMatchObject({ id: plan.instanceId, labels: { zone: "a" }, runningVersion: 1 });
      break;
    }
    if (Date.now() > deadline) throw new Error(`Never in sync: ${JSON.stringify(instance?.state)}\n${running.said()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  expect(kong.config).toMatchObject({ services: [{ name: "echo" }] });
  expect(running.said()).not.toMatch(/openssl|digest only/);
  await running.stop();
  // It was ephemeral, and signed off when it ended.
  expect((await caller.instances.list(at)).shown).toEqual([]);
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
  host.remove();
});
