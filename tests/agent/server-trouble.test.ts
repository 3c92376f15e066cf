import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";
import type { Spoil } from "@/tests/support/fake-control-plane";

/** An HTTP date so many seconds after one that is a year off, and that one: what counts is the difference. */
const dates = (seconds: number) => {
  const at = Date.UTC(2031, 1, 28, 23, 59, 59);
  return { Date: new Date(at).toUTCString(), "Retry-After": new Date(at + seconds * 1000).toUTCString() };
};

/** What the server does, the exit status of a round, and what the log says of it. */
const troubles: [string, Spoil, number, string][] = [
  ["500", { status: 500 }, 1, "answered 500"],
  ["502", { status: 502 }, 1, "answered 502"],
  ["404", { status: 404 }, 1, "answered 404"],
  ["401", { status: 401 }, 1, "does not know this credential"],
  ["403", { status: 403 }, 1, "archived"],
  ["410", { status: 410 }, 1, "once an hour"],
  ["429", { status: 429, headers: { "Retry-After": "2" } }, 1, "busy (429)"],
  ["503", { status: 503, headers: dates(2) }, 1, "busy (503)"],
  ["204", { status: 204 }, 10, ""],
  ["a document that is held", "held", 10, ""],
  ["nothing at all", "hang", 1, "the poll failed (28)"],
];

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("whatever the server does, Kong keeps its config, and gets it again when it lost it", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    for (const [what, spoil, code, reason] of troubles) {
      world.server.state.spoil = spoil;
      expect([what, await world.once({ SIGNALBOX_WAIT_SECONDS: "0", SIGNALBOX_TIMEOUT_SECONDS: "2" }), world.host()]).toEqual([
        what,
        { code, log: expect.stringContaining(reason) },
        "a.internal",
      ]);
    }
    await world.server.stop();
    await world.kong.restart({ keepConfig: false });
    expect(await world.once()).toEqual({ code: 1, log: expect.stringContaining("the poll failed (7)") });
    expect(world.host()).toBe("a.internal");
    expect(readFileSync(join(world.stateDir, "last-good"), "utf8")).toBe(world.server.state.document);
    expect(world.server.state.enrolls).toBe(1);
  });

  it.each([
    ["429 with seconds", { status: 429, headers: { "Retry-After": "2" } }],
    ["503 with a date, on a clock of its own", { status: 503, headers: dates(2) }],
  ])("%s is waited out, and then polled again", async (_, spoil) => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    world.server.state.spoil = spoil;
    const agent = world.start();
    await agent.until(() => world.server.polls.length === 2);
    // The back-off would be over after one second at most.
    expect(agent.log()).toContain(`(${spoil.status}): polling again after 2 s`);
    world.server.state.spoil = "none";
    await agent.until(() => world.host() === "a.internal");
  });

  it("a server that sends what is held is not asked again at once, and applies nothing twice", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    world.server.state.spoil = "held";
    agent.child.kill("SIGHUP");
    const before = world.server.polls.length;
    await agent.until(() => world.server.polls.length === before + 1);
    const asked = Date.now();
    await agent.until(() => world.server.polls.length === before + 3);
    expect(Date.now() - asked).toBeGreaterThan(1900);
    expect([world.kong.posts, world.server.reportsOf("applied").length]).toEqual([1, 1]);
  });

  it("a drift and a refusal that could not be told are both told later, and that the drift is over", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start({ SIGNALBOX_WAIT_SECONDS: "0" });
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    world.server.state.reportStatus = 503;
    await fetch(`${world.kong.adminUrl}/config`, {
      method: "POST",
      headers: { "Content-Type": "text/yaml" },
      body: JSON.stringify(documentWith("c.internal")),
    });
    await agent.until(() => agent.log().includes("posted the last good config again"));
    world.server.publish({ _format_version: "3.0", services: [{ name: "no-host" }] });
    await agent.until(() => agent.log().includes("the rejected report did not arrive (503)"));
    world.server.state.reportStatus = 204;
    const told = () =>
      world.server.reports
        .map((each) => each.kind)
        .filter((kind) => kind !== "node")
        .join(" ");
    await agent.until(() => /drift applied/.test(told()) && told().includes("rejected"));
    expect([world.server.reportsOf("drift").length, world.server.reportsOf("rejected").length]).toEqual([1, 1]);
  });

  it("a version that Kong refused, then another, is tried again when it is expected again, once, and told with Kong's words", async () => {
    await using world = await createAgentWorld({ shell });
    const bad = (name: string) => ({ _format_version: "3.0", services: [{ name }] });
    for (const [document, code] of [
      [documentWith("a.internal"), 0],
      [bad("x"), 20],
      [bad("y"), 20],
      [bad("x"), 20],
    ] as const) {
      world.server.publish(document);
      expect([await world.once().then((each) => each.code), (await world.once()).code]).toEqual([code, 10]);
    }
    const told = world.server.reportsOf("rejected");
    expect(told).toMatchObject([0, 1, 2].map(() => ({ body: expect.stringContaining("required field missing") })));
    expect([told[0]?.headers["config-etag"], told.length]).toEqual([told[2]?.headers["config-etag"], 3]);
    expect(world.host()).toBe("a.internal");
  });

  it("a refusal that could not be told outlives the healing of the last good config", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.state.reportStatus = 503;
    world.server.publish({ _format_version: "3.0", services: [{ name: "no-host" }] });
    expect((await world.once()).code).toBe(20);
    await world.kong.restart({ keepConfig: false });
    expect((await world.once()).log).toContain("posted the last good config again");
    world.server.state.reportStatus = 204;
    expect((await world.once()).code).toBe(10);
    expect(world.server.reportsOf("rejected")).toMatchObject([{ headers: { "config-etag": `"${world.server.tag()}"` } }]);
  });

  it("a refusal that could not be told is told once the server takes it, also after a restart, and once", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.state.reportStatus = 503;
    world.server.publish({ _format_version: "3.0", services: [{ name: "no-host" }] });
    expect((await world.once()).code).toBe(20);
    expect(world.server.reportsOf("rejected")).toEqual([]);
    world.server.state.reportStatus = 204;
    expect((await world.once()).code).toBe(10);
    expect(world.server.reportsOf("rejected")).toMatchObject([
      { headers: { "config-etag": `"${world.server.tag()}"`, "kong-status": "400" }, body: expect.stringContaining("required field missing") },
    ]);
    expect((await world.once()).code).toBe(10);
    expect(world.server.reportsOf("rejected")).toHaveLength(1);
  });
});

it("an enrollment that is refused says why, with the server's own words, and is tried again when asked to", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  world.server.state.enrollAnswer = { status: 429, headers: { "Retry-After": "1" } };
  const agent = world.start({ SIGNALBOX_BACKOFF_MAX_SECONDS: "300" });
  await agent.until(() => world.server.state.enrolls >= 2);
  expect(agent.log()).toContain("enrollment was not taken (429): Not now.");
  world.server.state.enrollAnswer = null;
  await agent.until(() => world.host() === "a.internal");
});

it.each([401, 403])(
  "a credential that is not known any more, or of an archived instance (%i), is replaced with a new token, and with a new token alone",
  async (status) => {
    await using world = await createAgentWorld();
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.state.spoil = { status };
    expect((await world.once()).code).toBe(1);
    expect(world.server.state.enrolls).toBe(1);
    await world.once({ SIGNALBOX_TOKEN: "sbe_another" });
    expect(world.server.state.enrolls).toBe(2);
  },
);
