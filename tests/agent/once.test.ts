import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { agentPath, createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";
import type { Spoil } from "@/tests/support/fake-control-plane";

it("the agent is clean for shellcheck", () => {
  expect(spawnSync("shellcheck", ["-s", "sh", agentPath], { encoding: "utf8" })).toMatchObject({ status: 0, stdout: "" });
});

/** How an answer is spoilt, the exit status of the round, and what the log says. */
const spoilt: [Spoil, number, string][] = [
  ["flip", 20, "digest of the document is not its ETag"],
  ["unsigned", 20, "not signed"],
  ["foreign-key", 20, "signature is wrong"],
  ["wrong-version", 20, "signature is wrong"],
  ["no-etag", 1, "no ETag"],
  ["redirect", 1, "redirects"],
  ["truncate", 1, "poll failed"],
  ["endless", 1, "poll failed"],
];

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("one round exits 0 applied, 10 unchanged, 20 rejected, 1 error", async () => {
    await using world = await createAgentWorld({ shell });
    expect((await world.once()).code).toBe(10);
    world.server.publish(documentWith("a.internal"));
    const first = await world.once();
    expect(first, first.log).toMatchObject({ code: 0 });
    expect(world.host()).toBe("a.internal");
    expect(world.server.reportsOf("applied")[0]?.headers).toMatchObject({ "config-etag": `"${world.server.tag()}"`, "kong-status": "201" });
    expect((await world.once()).code).toBe(10);
    world.server.publish({ _format_version: "3.0", routes: [{ name: "r", paths: ["/"], service: "ghost" }] });
    expect((await world.once()).code).toBe(20);
    expect(world.server.reportsOf("rejected")[0]?.body).toContain("invalid reference 'service: ghost'");
    expect(world.host()).toBe("a.internal");
    expect((await world.once()).code).toBe(10);
    expect(world.server.polls.at(-1)?.["if-none-match"]).toContain(world.server.tag());
    world.server.state.spoil = { status: 500 };
    expect((await world.once()).code).toBe(1);
  });

  it("a flipped byte, a stripped, foreign or misplaced signature, a redirect, a short or an endless body never reach Kong; a good answer then does", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    const posts = world.kong.posts;
    world.server.publish(documentWith("evil.internal"));
    for (const [spoil, code, reason] of spoilt) {
      world.server.reports.length = 0;
      world.server.state.spoil = spoil;
      const { log, ...refused } = await world.once();
      expect({ spoil, ...refused, log }).toEqual({ spoil, code, log: expect.stringContaining(reason) });
      expect(world.server.reportsOf("rejected").map((each) => [spoil, each.headers["kong-status"]])).toEqual(code === 20 ? [[spoil, "0"]] : []);
    }
    expect([world.kong.posts, world.host(), world.server.state.followed]).toEqual([posts, "a.internal", 0]);
    world.server.state.spoil = "none";
    expect((await world.once()).code).toBe(0);
  });

  it("a document of another group is refused once a group is known, and so is a key that is not the pinned one", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.publish(documentWith("b.internal"));
    world.server.state.spoil = "foreign-group";
    expect(await world.once()).toMatchObject({ code: 20, log: expect.stringContaining("another group") });
    world.server.state.spoil = "none";
    expect(await world.once({ SIGNALBOX_SIGNING_KEY_ID: "sbk-0000000000000000" })).toMatchObject({
      code: 20,
      log: expect.stringContaining("not by sbk-0000000000000000"),
    });
    expect(world.host()).toBe("a.internal");
  });

  it("a document without entities is applied, and is no reason to post again", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish({ _format_version: "3.0" });
    expect((await world.once()).code).toBe(0);
    expect(world.server.reportsOf("applied")).toHaveLength(1);
  });
});

it("neither the log nor a file that others can read holds a secret; the state is private", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  const { log } = await world.once();
  expect(log).not.toMatch(/sb[ei]_/);
  expect(statSync(world.stateDir).mode & 0o777).toBe(0o700);
  expect(readFileSync(`${world.stateDir}/credential`, "utf8").trim()).toBe(world.server.credential);
  expect(statSync(`${world.stateDir}/credential`).mode & 0o077).toBe(0);
  const open = spawnSync("find", [world.stateDir, "-mindepth", "1", "-perm", "/077"], { encoding: "utf8" });
  expect(open).toMatchObject({ status: 0, stdout: "" });
});

it.each([
  ["https://user:secret@signalbox.example", "not a plain URL"],
  ["https://signalbox.example/?a", "not a plain URL"],
  ["http://signalbox.example", "must be https"],
  ["http://127.0.0.1.evil.example", "must be https"],
  ["ftp://signalbox.example", "no URL"],
  ["", "missing"],
])("SIGNALBOX_URL=%s is refused, and says why", async (url, reason) => {
  await using world = await createAgentWorld();
  expect(await world.once({ SIGNALBOX_URL: url })).toMatchObject({ code: 1, log: expect.stringContaining(reason) });
});

it("a server below a path, and a URL that names the API itself, are found; gzip is never asked for", async () => {
  await using world = await createAgentWorld({ prefix: "/signal/box" });
  world.server.publish(documentWith("a.internal"));
  expect(await world.once()).toMatchObject({ code: 0 });
  expect(await world.once({ SIGNALBOX_URL: `${world.server.url}/api/runtime/v1/` })).toMatchObject({ code: 10 });
  expect(world.server.polls.map((each) => each["accept-encoding"])).toEqual([undefined, undefined]);
});

it("what goes to loopback passes no proxy, which would see the credential", async () => {
  await using world = await createAgentWorld();
  await using proxy = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  expect(await world.once({ http_proxy: proxy.server.url, HTTP_PROXY: proxy.server.url, ALL_PROXY: proxy.server.url })).toMatchObject({ code: 0 });
  expect(proxy.server.paths).toEqual([]);
});
