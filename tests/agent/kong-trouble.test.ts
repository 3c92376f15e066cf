import { describe, expect, it } from "vitest";
import { createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";

const change = (adminUrl: string, host: string) =>
  fetch(`${adminUrl}/config`, { method: "POST", headers: { "Content-Type": "text/yaml" }, body: JSON.stringify(documentWith(host)) });

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("413 is a rejection; 429, 500, 503 and 504 are not: the document is tried again and the last good config stays", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.publish(documentWith("b.internal"));
    for (const mode of ["429", "500", "503", "504"] as const) {
      world.kong.setMode(mode);
      expect([mode, (await world.once()).code, world.host()]).toEqual([mode, 1, "a.internal"]);
    }
    expect(world.server.reportsOf("rejected")).toEqual([]);
    world.kong.setMode("map full");
    expect((await world.once()).code).toBe(20);
    expect(world.server.reportsOf("rejected")).toMatchObject([{ headers: { "kong-status": "413" }, body: expect.stringContaining("lmdb_map_size") }]);
    world.kong.setMode("normal");
    expect([(await world.once()).code, world.host()]).toEqual([10, "a.internal"]);
  });

  it("a Kong that breaks on a document again and again is told once, and served when it no longer does", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    world.kong.setMode("500");
    const agent = world.start();
    await agent.until(() => world.kong.posts >= 5);
    expect(world.server.reportsOf("rejected")).toMatchObject([{ headers: { "kong-status": "500" }, body: expect.stringContaining("unexpected error") }]);
    world.kong.setMode("normal");
    await agent.until(() => world.server.reportsOf("applied").length === 1);
  });

  it("a Kong that asks to wait is waited for", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    world.kong.setMode("429");
    const agent = world.start();
    // The emulator says 1.5 seconds; the back-off would be over after one.
    await agent.until(() => world.kong.posts === 2);
    expect(agent.log()).toContain("(429): trying again in 2 s");
  });

  it("a Kong that restarts empty gets last-good while the server is away, which is no drift; one that restarts with its config is left alone", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    await world.server.stop();
    await world.kong.restart({ keepConfig: false });
    await agent.until(() => world.host() === "a.internal");
    const posts = world.kong.posts;
    await world.kong.close();
    await agent.until(() => agent.log().includes("Kong does not answer"));
    await world.kong.restart({ keepConfig: true });
    const polls = world.server.polls.length;
    await world.server.start();
    await agent.until(() => world.server.polls.slice(polls).some((each) => each["running-config"] === `"${world.server.tag()}"`));
    expect(world.kong.posts).toBe(posts);
    world.server.publish(documentWith("b.internal"));
    await agent.until(() => world.host() === "b.internal");
    expect(world.server.reportsOf("drift")).toEqual([]);
  });

  it("a Kong that restarts empty right after it took a config is noticed", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.host() === "a.internal");
    await world.kong.restart({ keepConfig: false });
    await agent.until(() => world.host() === "a.internal");
    expect((await agent.terminate()).code).toBe(0);
  });

  it("drift is reported and healed while the poll is held", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    await change(world.kong.adminUrl, "c.internal");
    await agent.until(() => world.server.reportsOf("drift").length === 1 && world.host() === "a.internal");
    await agent.until(() => world.server.reportsOf("applied").length === 2);
  });
});

it("drift is only reported where the operator wants that, and once; when it is gone, that is told too", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.start({ SIGNALBOX_DRIFT: "report", SIGNALBOX_WAIT_SECONDS: "0" });
  await agent.until(() => world.server.reportsOf("applied").length === 1);
  await change(world.kong.adminUrl, "c.internal");
  await agent.until(() => world.server.reportsOf("drift").length === 1);
  const before = world.server.polls.length;
  await agent.until(() => world.server.polls.length >= before + 2);
  expect(world.host()).toBe("c.internal");
  expect(world.server.reportsOf("drift")).toHaveLength(1);
  await change(world.kong.adminUrl, "a.internal");
  await agent.until(() => world.server.reportsOf("applied").length === 2);
});

it("drift that is healed while the server is away is told when it is back, and then that all is well", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.start({ SIGNALBOX_WAIT_SECONDS: "0" });
  await agent.until(() => world.server.reportsOf("applied").length === 1);
  await world.server.stop();
  await change(world.kong.adminUrl, "c.internal");
  await agent.until(() => world.host() === "a.internal");
  await world.server.start();
  const told = () =>
    world.server.reports
      .map((each) => each.kind)
      .filter((kind) => kind !== "node")
      .join(" ");
  await agent.until(() => /^applied .*drift applied$/.test(told()));
});

it("a document without entities is posted once, not at every look", async () => {
  await using world = await createAgentWorld();
  world.server.publish({ _format_version: "3.0" });
  const agent = world.start({ SIGNALBOX_WAIT_SECONDS: "0" });
  await agent.until(() => world.server.polls.length >= 4);
  expect(world.kong.posts).toBe(1);
});

it("a Kong that is gone is told as not ready; what it refused is tried again when it comes back", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const agent = world.start({ SIGNALBOX_WAIT_SECONDS: "0" });
  await agent.until(() => world.server.reportsOf("node").at(-1)?.headers["kong-ready"] === "200");
  const message = { code: 14, message: "no such plugin", fields: {}, flattened_errors: [] };
  world.kong.rejectWith(() => ({ status: 400, plain: message, flattened: message }));
  world.server.publish(documentWith("b.internal"));
  await agent.until(() => world.server.reportsOf("rejected").length === 1);
  await world.kong.close();
  await agent.until(() => world.server.reportsOf("node").at(-1)?.headers["kong-ready"] === "503");
  expect(world.server.reportsOf("node").at(-1)).toMatchObject({ headers: { "kong-status": "000" }, body: expect.stringContaining("available_on_server") });
  world.kong.rejectWith(null);
  await world.kong.restart({ keepConfig: true });
  await agent.until(() => world.host() === "b.internal");
  await agent.until(() => world.server.reportsOf("node").at(-1)?.headers["kong-ready"] === "200");
});
