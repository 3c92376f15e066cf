import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createAgentWorld, documentWith } from "@/tests/support/agent-world";

const commandLines = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map((pid) => {
  try { return readFileSync(`/proc/${pid}/cmdline`, "utf8"); } catch { return ""; }
});

it("a publish reaches Kong through the held poll; no secret is ever on a command line; TERM ends it at once", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.run(["sh"], [], { SIGNALBOX_EPHEMERAL: "1" });
  const seen: string[] = [];
  await agent.until(() => { seen.push(...commandLines()); return world.server.polls.some((each) => each["running-config"] === `"${world.server.tag()}"`); });
  seen.push(...commandLines());
  expect(seen.some((line) => line.includes("/config"))).toBe(true);
  expect(seen.filter((line) => line.includes(world.server.token) || line.includes(world.server.credential))).toEqual([]);
  expect(world.server.reportsOf("node").at(-1)).toMatchObject({ headers: { "kong-ready": "200" }, body: expect.stringContaining("configuration_hash") });
  world.server.publish(documentWith("b.internal"));
  await agent.until(() => world.server.reportsOf("applied").length === 2);
  expect(world.host()).toBe("b.internal");
  const asked = Date.now();
  agent.child.kill("SIGTERM");
  expect(await agent.exited).toBe(0);
  expect(Date.now() - asked).toBeLessThan(3000);
  expect(world.server.paths.at(-1)).toBe("/sign-off");
  expect(agent.log()).not.toMatch(/sb[ei]_/);
});

it("a Kong that restarts empty gets last-good while the server is away, and that is no drift", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.run();
  await agent.until(() => world.server.reportsOf("applied").length === 1);
  await world.server.stop();
  await world.kong.restart({ keepConfig: false });
  await agent.until(() => world.host() === "a.internal");
  await world.server.start();
  world.server.publish(documentWith("b.internal"));
  await agent.until(() => world.host() === "b.internal");
  expect(world.server.reportsOf("drift")).toEqual([]);
});

it.each(["dash", "busybox sh", "bash"])("under %s, a Kong that restarts empty right after it took a config is noticed", async (shell) => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.run(shell.split(" "));
  await agent.until(() => world.host() === "a.internal");
  await world.kong.restart({ keepConfig: false });
  await agent.until(() => world.host() === "a.internal");
  agent.child.kill("SIGTERM");
  expect(await agent.exited).toBe(0);
});

it("a document without entities is posted once, not at every look", async () => {
  await using world = await createAgentWorld();
  world.server.publish({ _format_version: "3.0" });
  const agent = world.run(["sh"], [], { SIGNALBOX_WAIT_SECONDS: "0" });
  await agent.until(() => world.server.polls.length >= 4);
  expect(world.kong.posts).toBe(1);
});

const change = (adminUrl: string) => fetch(`${adminUrl}/config`, { method: "POST", headers: { "Content-Type": "text/yaml" }, body: JSON.stringify(documentWith("c.internal")) });

it("drift is reported and healed while the poll is held", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.run();
  await agent.until(() => world.server.reportsOf("applied").length === 1);
  await change(world.kong.adminUrl);
  await agent.until(() => world.server.reportsOf("drift").length === 1 && world.host() === "a.internal");
});

it("drift is only reported where the operator wants that, and once", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.run(["sh"], [], { SIGNALBOX_DRIFT: "report", SIGNALBOX_WAIT_SECONDS: "0" });
  await agent.until(() => world.server.reportsOf("applied").length === 1);
  await change(world.kong.adminUrl);
  await agent.until(() => world.server.reportsOf("drift").length === 1);
  const before = world.server.polls.length;
  await agent.until(() => world.server.polls.length >= before + 2);
  expect(world.host()).toBe("c.internal");
  expect(world.server.reportsOf("drift")).toHaveLength(1);
});

it("500s, a stop of Kong and a rejection are outlived; HUP polls now", async () => {
  await using world = await createAgentWorld();
  world.server.state.spoil = "500";
  world.server.publish(documentWith("a.internal"));
  const agent = world.run();
  await agent.until(() => world.server.polls.length >= 2);
  await world.kong.close();
  world.server.state.spoil = "none";
  await agent.until(() => agent.log().includes("Kong did not take"));
  await world.kong.restart({ keepConfig: false });
  await agent.until(() => world.host() === "a.internal");
  const good = world.server.tag();
  world.server.publish({ _format_version: "3.0", services: [{ name: "x" }] });
  await agent.until(() => world.server.polls.some((each) => (each["if-none-match"] ?? "").includes(world.server.tag())));
  expect(world.server.reportsOf("rejected")[0]?.body).toContain("flattened_errors");
  expect(world.server.polls.at(-1)?.["running-config"]).toBe(`"${good}"`);
  const before = world.server.polls.length;
  agent.child.kill("SIGHUP");
  await agent.until(() => world.server.polls.length > before);
});
