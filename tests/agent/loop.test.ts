import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLines, createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";

type World = Awaited<ReturnType<typeof createAgentWorld>>;

/** A phase of the agent: how to bring it there, and how to see that it is. */
const phases: [string, (world: World) => void, (world: World) => boolean][] = [
  [
    "it waits to enroll again",
    ({ server }) => {
      server.state.enrollAnswer = { status: 503, headers: { "Retry-After": "60" } };
    },
    ({ server }) => server.state.enrolls === 1,
  ],
  ["the poll is held", () => {}, ({ server }) => server.polls.length >= 2],
  [
    "the server hangs",
    ({ server }) => {
      server.state.spoil = "hang";
    },
    ({ server }) => server.polls.length === 1,
  ],
  [
    "it waits an hour",
    ({ server }) => {
      server.state.spoil = { status: 410 };
    },
    ({ server }) => server.polls.length === 1,
  ],
  ["Kong loads", ({ kong }) => kong.setMode("stuck"), ({ kong }) => kong.isLoading],
  ["Kong is away", ({ kong }) => void kong.close(), ({ server }) => server.polls.length >= 1],
];

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("a publish reaches Kong through the held poll, no secret is ever on a command line, and it signs off", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start({ SIGNALBOX_EPHEMERAL: "1" });
    const seen: string[] = [];
    await agent.until(() => {
      seen.push(...commandLines());
      return world.server.polls.some((each) => each["running-config"] === `"${world.server.tag()}"`);
    });
    seen.push(...commandLines());
    expect(seen.some((line) => line.includes(`${world.server.port}/api/runtime/v1/config`))).toBe(true);
    expect(seen.filter((line) => line.includes(world.server.token) || line.includes(world.server.credential))).toEqual([]);
    expect(world.server.reportsOf("node").at(-1)).toMatchObject({ headers: { "kong-ready": "200" }, body: expect.stringContaining("configuration_hash") });
    world.server.publish(documentWith("b.internal"));
    await agent.until(() => world.server.reportsOf("applied").length === 2);
    expect(world.host()).toBe("b.internal");
    const { code, tookMs } = await agent.terminate();
    expect([code, world.server.paths.at(-1)], agent.log()).toEqual([0, "/sign-off"]);
    expect(tookMs).toBeLessThan(20_000);
    expect(agent.log()).not.toMatch(/sb[ei]_/);
  });

  it("who starts again after a sign-off enrolls again; after one that did not arrive it does not", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const startAndStop = async (before: () => Promise<void>) => {
      const agent = world.start({ SIGNALBOX_EPHEMERAL: "1" });
      const polls = world.server.polls.length;
      await agent.until(() => world.server.polls.length > polls);
      await before();
      expect((await agent.terminate()).code).toBe(0);
      return ["credential", "enrolled-with"].map((name) => existsSync(join(world.stateDir, name)));
    };
    expect(await startAndStop(() => world.server.stop())).toEqual([true, true]);
    await world.server.start();
    expect([await startAndStop(async () => {}), world.server.state.enrolls]).toEqual([[false, false], 1]);
    await startAndStop(async () => {});
    expect(world.server.state.enrolls).toBe(2);
  });

  it("an ephemeral instance that is gone enrolls again with its token, once a pause, and tells of its node anew", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start({ SIGNALBOX_EPHEMERAL: "1", SIGNALBOX_BACKOFF_MAX_SECONDS: "300" });
    await agent.until(() => world.server.polls.length === 2);
    const [{ state, polls }, nodes] = [world.server, world.server.reportsOf("node").length];
    state.spoil = { status: 410 };
    agent.child.kill("SIGHUP");
    // The second is the answer to the new credential: gone as well, and not enrolled again at once.
    await agent.until(() => (agent.log().match(/is gone \(410\)/g) ?? []).length === 2);
    await agent.until(() => world.server.reportsOf("node").length > nodes);
    expect([state.enrolls, polls.length]).toEqual([2, 4]);
    state.spoil = "none";
    world.server.publish(documentWith("b.internal"));
    agent.child.kill("SIGHUP");
    await agent.until(() => world.host() === "b.internal");
    expect(state.enrolls).toBe(2);
  });

  it.each([
    ["is not ephemeral", 410, { SIGNALBOX_EPHEMERAL: "0" }],
    ["has no token", 410, { SIGNALBOX_EPHEMERAL: "1", SIGNALBOX_TOKEN: "" }],
    ["has a revoked credential", 401, { SIGNALBOX_EPHEMERAL: "1" }],
  ])("an instance that %s does not come back by itself", async (_, status, env) => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.state.spoil = { status };
    expect(await world.once(env)).toMatchObject({ code: 1, log: expect.stringContaining(`(${status})`) });
    expect([world.server.state.enrolls, world.host()]).toEqual([1, "a.internal"]);
  });

  it.each([
    ["in an hour where the token was refused", { status: 401 }, 3600],
    ["when it is asked to", { status: 503, headers: { "Retry-After": "2" } }, 2],
    ["after a pause where the server failed", { status: 500 }, 1],
  ])("who is gone and could not enroll again tries again %s", async (_, enrollAnswer, seconds) => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    Object.assign(world.server.state, { spoil: { status: 410 }, enrollAnswer });
    expect(await world.once({ SIGNALBOX_EPHEMERAL: "1" })).toMatchObject({ code: 1, log: expect.stringContaining(`trying in ${seconds} s`) });
  });

  it.each(phases)("TERM ends it at once while %s", async (_, arrange, isThere) => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    arrange(world);
    const agent = world.start({ SIGNALBOX_BACKOFF_MAX_SECONDS: "300" });
    await agent.until(() => isThere(world));
    const { code, tookMs } = await agent.terminate();
    expect(code, agent.log()).toBe(0);
    expect(tookMs).toBeLessThan(20_000);
  });

  it("HUP polls at once, while the poll is held and while it waits an hour", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.server.polls.length === 2);
    world.server.state.spoil = { status: 410 };
    agent.child.kill("SIGHUP");
    await agent.until(() => agent.log().includes("once an hour"));
    world.server.state.spoil = "none";
    world.server.publish(documentWith("b.internal"));
    agent.child.kill("SIGHUP");
    await agent.until(() => world.host() === "b.internal");
  });

  it("a clock that jumps by years makes it neither hang nor spin", async () => {
    await using world = await createAgentWorld({ shell });
    const bin = join(world.folder, "bin");
    mkdirSync(bin);
    // Each call tells another year, forwards and backwards.
    const script = `#!/bin/sh\nread -r n <${bin}/n\necho $((n + 1)) >${bin}/n\ncase $((n % 3)) in 0) year=2020 ;; 1) year=2038 ;; *) year=2001 ;; esac\nexec /bin/date -d "$year-06-01" "$@"\n`;
    writeFileSync(join(bin, "n"), "0\n");
    writeFileSync(join(bin, "date"), script, { mode: 0o755 });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start({ PATH: `${bin}:${process.env.PATH ?? ""}`, SIGNALBOX_WAIT_SECONDS: "0" });
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    const [polls, asked] = [world.server.polls.length, Date.now()];
    await agent.until(() => world.server.polls.length >= polls + 3);
    expect(Date.now() - asked).toBeLessThan(60_000);
    await world.kong.restart({ keepConfig: false });
    await agent.until(() => world.host() === "a.internal");
    expect(world.server.polls.length).toBeLessThan(polls + 60);
  });
});
