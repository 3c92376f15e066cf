import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLines, createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";

type World = Awaited<ReturnType<typeof createAgentWorld>>;

/** A phase of the agent: how to bring it there, and how to see that it is. */
const phases: [string, (world: World) => void, (world: World) => boolean][] = [
  ["it waits to enroll again", ({ server }) => { server.state.enrollAnswer = { status: 503, headers: { "Retry-After": "60" } }; }, ({ server }) => server.state.enrolls === 1],
  ["the poll is held", () => {}, ({ server }) => server.polls.length >= 2],
  ["the server hangs", ({ server }) => { server.state.spoil = "hang"; }, ({ server }) => server.polls.length === 1],
  ["it waits an hour", ({ server }) => { server.state.spoil = { status: 410 }; }, ({ server }) => server.polls.length === 1],
  ["Kong loads", ({ kong }) => kong.setMode("stuck"), ({ kong }) => kong.isLoading],
  ["Kong is away", ({ kong }) => void kong.close(), ({ server }) => server.polls.length >= 1],
];

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("a publish reaches Kong through the held poll, no secret is ever on a command line, and it signs off", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start({ SIGNALBOX_EPHEMERAL: "1" });
    const seen: string[] = [];
    await agent.until(() => { seen.push(...commandLines()); return world.server.polls.some((each) => each["running-config"] === `"${world.server.tag()}"`); });
    seen.push(...commandLines());
    expect(seen.some((line) => line.includes(`${world.server.port}/api/runtime/v1/config`))).toBe(true);
    expect(seen.filter((line) => line.includes(world.server.token) || line.includes(world.server.credential))).toEqual([]);
    expect(world.server.reportsOf("node").at(-1)).toMatchObject({ headers: { "kong-ready": "200" }, body: expect.stringContaining("configuration_hash") });
    world.server.publish(documentWith("b.internal"));
    await agent.until(() => world.server.reportsOf("applied").length === 2);
    expect(world.host()).toBe("b.internal");
    const { code, tookMs } = await agent.terminate();
    expect([code, world.server.paths.at(-1)], agent.log()).toEqual([0, "/sign-off"]);
    expect(tookMs).toBeLessThan(3000);
    expect(agent.log()).not.toMatch(/sb[ei]_/);
  });

  it.each(phases)("TERM ends it in under two seconds while %s", async (_, arrange, isThere) => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    arrange(world);
    const agent = world.start({ SIGNALBOX_BACKOFF_MAX_SECONDS: "300" });
    await agent.until(() => isThere(world));
    const { code, tookMs } = await agent.terminate();
    expect(code, agent.log()).toBe(0);
    expect(tookMs).toBeLessThan(2000);
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
    expect(Date.now() - asked).toBeLessThan(20_000);
    await world.kong.restart({ keepConfig: false });
    await agent.until(() => world.host() === "a.internal");
    expect(world.server.polls.length).toBeLessThan(polls + 60);
  });
});
