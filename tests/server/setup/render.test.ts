import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { enrollmentTokens } from "@/db/schema/index";
import { readEnv } from "@/server/env";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const choices = {
  platform: "docker" as const,
  image: "kong:3.9",
  labels: {},
  proxyPort: 8000,
  proxySslPort: 8443,
  ttlMinutes: 60,
  maxUses: 1,
  isEphemeral: false,
};

async function callerAt(url: string) {
  const world = await createTrpcWorld();
  world.deps.env = readEnv({ SIGNALBOX_URL: url });
  const at = { org: world.ours.slug, groupId: world.ours.groupId };
  return { world, at, caller: createCaller(world.contextOf(world.ours.user)), tokens: () => world.deps.db.read.select().from(enrollmentTokens) };
}

it("plain HTTP off loopback is refused with the cure, and no token is made", async () => {
  const { world, at, caller, tokens } = await callerAt("http://signalbox.example.com");
  await using _ = world;
  await expect(caller.setup.render({ ...at, ...choices })).rejects.toThrow(/in clear.*HTTPS.*SIGNALBOX_URL/);
  expect(await tokens()).toEqual([]);
});

it("an address on loopback is told to be unreachable from containers, and fine on the host", async () => {
  const { world, at, caller } = await callerAt("http://127.0.0.1:3000");
  await using _ = world;
  expect((await caller.setup.render({ ...at, ...choices })).isUnreachable).toBe(true);
  expect((await caller.setup.render({ ...at, ...choices, platform: "universal" })).isUnreachable).toBe(false);
});

it("a token for Kubernetes enrolls every pod for a month at least, as ephemeral instances", async () => {
  const { world, at, caller, tokens } = await callerAt("https://signalbox.example.com");
  await using _ = world;
  const plan = await caller.setup.render({ ...at, ...choices, platform: "kubernetes", ttlMinutes: undefined, maxUses: null });
  expect(plan).toMatchObject({ instanceId: null, maxUses: null, expiresAt: world.clock.now + 30 * 86_400_000 });
  expect(await tokens()).toMatchObject([{ maxUses: null, isEphemeral: true, expiresAt: plan.expiresAt }]);
});

it.each([
  [{ proxySslPort: 8000 }, "must differ"],
  [{ proxyPort: 8001 }, "admin and status"],
  [{ proxySslPort: 8100 }, "admin and status"],
  [{ proxyPort: 0 }, "1 to 65535"],
])("ports %j are refused", async (ports, message) => {
  const { world, at, caller, tokens } = await callerAt("https://signalbox.example.com");
  await using _ = world;
  await expect(caller.setup.render({ ...at, ...choices, ...ports })).rejects.toThrow(message);
  expect(await tokens()).toEqual([]);
});

it("the first block takes the agent of this server, refuses a changed one, and keeps the token in a file of mode 0600", async () => {
  const agent = readFileSync("public/runtime-agent.sh");
  let served = agent;
  const server = createServer((_, response) => response.end(served));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const { world, at, caller } = await callerAt(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`);
  await using _ = world;
  const home = mkdtempSync(join(tmpdir(), "signalbox-home-"));
  const plan = await caller.setup.render({ ...at, ...choices });
  const folder = join(home, "signalbox", `kong-${plan.instanceId?.slice(0, 8)}`);
  const { spawn } = await import("node:child_process");
  const run = () =>
    new Promise<{ status: number | null; stderr: string }>((done) => {
      const child = spawn("sh", ["-c", plan.blocks[0]?.code ?? ""], { env: { PATH: process.env.PATH, HOME: home, NODE_ENV: "test" } });
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
      child.once("close", (status) => done({ status, stderr }));
    });
  served = Buffer.concat([agent, Buffer.from("\n# changed on the way\n")]);
  expect(await run()).toMatchObject({ status: 1, stderr: expect.stringContaining("its SHA-256 differs") as string });
  expect(spawnSync("ls", ["-A", folder], { encoding: "utf8" }).stdout).toBe("");
  served = agent;
  expect(await run()).toEqual({ status: 0, stderr: "" });
  expect(readFileSync(join(folder, "runtime-agent.sh"))).toEqual(agent);
  expect(readFileSync(join(folder, "token"), "utf8")).toMatch(/^sbe_[A-Za-z0-9]+\n$/);
  expect([folder, join(folder, "token")].map((path) => (statSync(path).mode & 0o777).toString(8))).toEqual(["700", "600"]);
  server.close();
  rmSync(home, { recursive: true });
});
