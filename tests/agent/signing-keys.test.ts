import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createRuntimeServer } from "@/server/bin/runtime-listener";
import { createCaller } from "@/server/trpc/root";
import { agentPath, shells } from "@/tests/support/agent-world";
import { startKongEmulator } from "@/tests/support/kong-emulator";
import { createTrpcWorld } from "@/tests/support/trpc-world";

/** An org on the real runtime API, and nodes whose agents do a round each, pinning a key. */
async function createKeysWorld(shell: string) {
  const world = await createTrpcWorld();
  const caller = createCaller(world.contextOf(world.ours.user));
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  const server = createRuntimeServer(world.deps.runtimeApi, (_, response) => void response.writeHead(404).end());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const folder = mkdtempSync(join(tmpdir(), "signalbox-keys-"));
  const kongs = [await startKongEmulator(), await startKongEmulator()] as const;
  const { enrollmentToken } = await caller.enrollmentTokens.create({ ...at, ttlMinutes: 60, maxUses: 10, labels: {}, isEphemeral: false });
  const [command = "sh", ...before] = shell.split(" ");
  return {
    world,
    caller,
    at,
    publish: (host: string) =>
      caller.configVersions.publish({ ...at, source: `_format_version: '3.0'\nservices:\n- name: echo\n  host: ${host}\n`, message: host }),
    /** One round of a node's agent: its exit status, what it said, and which host its Kong has then. */
    async round(node: 0 | 1, pin: string) {
      const child = spawn(command, [...before, agentPath, "--once"], {
        env: {
          NODE_ENV: "test",
          PATH: process.env.PATH ?? "",
          SIGNALBOX_URL: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
          SIGNALBOX_TOKEN: enrollmentToken,
          SIGNALBOX_STATE_DIR: join(folder, String(node)),
          SIGNALBOX_KONG_ADMIN: kongs[node].adminUrl,
          SIGNALBOX_KONG_STATUS: kongs[node].statusUrl,
          SIGNALBOX_SIGNING_KEY_ID: pin,
          SIGNALBOX_REQUIRE_SIGNATURE: "1",
        },
      });
      let log = "";
      child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
      const code = await new Promise<number | null>((done) => child.once("close", done));
      return { code, log, host: /"host":"([^"]+)"/.exec(JSON.stringify(kongs[node].config ?? {}))?.[1] };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await Promise.all(kongs.map((kong) => kong.close()));
      await world[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("while a key is replaced, nodes that pin the old one and nodes that pin the new one take every config; once it is removed, its nodes keep what they have until they pin the new one", async () => {
    await using keys = await createKeysWorld(shell);
    const { caller, at } = keys;
    const old = (await caller.signingKeys.list({ org: at.org }))[0]?.id ?? "";
    await keys.publish("a.internal");
    expect(await keys.round(0, old)).toMatchObject({ code: 0, host: "a.internal" });
    const { id: young } = await caller.signingKeys.add({ org: at.org });
    expect(await keys.round(1, young)).toMatchObject({ code: 0, host: "a.internal" });
    await keys.publish("b.internal");
    expect(await keys.round(0, old)).toMatchObject({ code: 0, host: "b.internal" });
    expect(await keys.round(1, young)).toMatchObject({ code: 0, host: "b.internal" });

    await caller.signingKeys.remove({ org: at.org, keyId: old });
    await keys.publish("c.internal");
    expect(await keys.round(0, old)).toMatchObject({ code: 20, host: "b.internal", log: expect.stringContaining(`signed by key ${young} and not by ${old}`) });
    expect(await keys.round(0, young)).toMatchObject({ code: 0, host: "c.internal" });
    expect(await keys.round(1, young)).toMatchObject({ code: 0, host: "c.internal" });
  });
});
