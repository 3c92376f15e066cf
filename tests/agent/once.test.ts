import { spawnSync } from "node:child_process";
import { readFileSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { agentPath, createAgentWorld, documentWith } from "@/tests/support/agent-world";
import type { Spoil } from "@/tests/support/fake-control-plane";

const has = (tool: string) => spawnSync("sh", ["-c", `command -v ${tool}`]).status === 0;

it.skipIf(!has("shellcheck"))("the agent is clean for shellcheck", () => {
  expect(spawnSync("shellcheck", ["-s", "sh", agentPath], { encoding: "utf8" }).stdout).toBe("");
});

describe.each(["dash", "busybox sh", "bash"])("under %s", (shell) => {
  const words = shell.split(" ");
  it.skipIf(!has(words[0] ?? "sh"))("one round exits 0 applied, 10 unchanged, 20 rejected, 1 error", async () => {
    await using world = await createAgentWorld();
    world.server.publish(documentWith("a.internal"));
    const first = await world.once({}, words);
    expect(first, first.log).toMatchObject({ code: 0 });
    expect(world.host()).toBe("a.internal");
    expect(world.server.reportsOf("applied")[0]?.headers).toMatchObject({ "config-etag": `"${world.server.tag()}"`, "kong-status": "201" });
    expect((await world.once({}, words)).code).toBe(10);
    world.server.publish({ _format_version: "3.0", routes: [{ name: "r", paths: ["/"], service: "ghost" }] });
    expect((await world.once({}, words)).code).toBe(20);
    expect(world.server.reportsOf("rejected")[0]?.body).toContain("invalid reference 'service: ghost'");
    expect(world.host()).toBe("a.internal");
    expect((await world.once({}, words)).code).toBe(10);
    expect(world.server.polls.at(-1)?.["if-none-match"]).toContain(world.server.tag());
    world.server.state.spoil = "500";
    expect((await world.once({}, words)).code).toBe(1);
  });
});

it.each<[Spoil, number, string]>([
  ["flip", 20, "digest of the document is not its ETag"],
  ["unsigned", 20, "not signed"],
  ["foreign-key", 20, "signature is wrong"],
  ["wrong-version", 20, "signature is wrong"],
  ["redirect", 1, "redirects"],
  ["truncate", 1, "poll failed"],
])("an answer spoilt by %s never reaches Kong", async (spoil, code, reason) => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("evil.internal"));
  world.server.state.spoil = spoil;
  const refused = await world.once();
  expect(refused.log).toContain(reason);
  expect(refused.code).toBe(code);
  expect(world.kong.posts).toBe(0);
  expect(world.server.state.followed).toBe(0);
  expect(world.server.reportsOf("rejected").map((each) => each.headers["kong-status"])).toEqual(code === 20 ? ["0"] : []);
  world.server.state.spoil = "none";
  expect((await world.once()).code).toBe(0);
});

it("a document of another group is refused once a group is known, and so is a key that is not the pinned one", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  expect((await world.once()).code).toBe(0);
  world.server.publish(documentWith("b.internal"));
  world.server.state.spoil = "foreign-group";
  expect(await world.once()).toMatchObject({ code: 20, log: expect.stringContaining("another group") });
  world.server.state.spoil = "none";
  expect(await world.once({ SIGNALBOX_SIGNING_KEY_ID: "sbk-0000000000000000" })).toMatchObject({ code: 20, log: expect.stringContaining("pinned is sbk-0") });
  expect(world.host()).toBe("a.internal");
});

it("a torn last-good is ignored and fetched again; the state is private and the log without secrets", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  expect((await world.once()).code).toBe(0);
  truncateSync(join(world.stateDir, "last-good"), 10);
  const again = await world.once();
  expect(again.log).toContain("damaged");
  expect(again.code).toBe(0);
  expect(readFileSync(join(world.stateDir, "last-good"), "utf8")).toBe(world.server.state.document);
  expect(statSync(world.stateDir).mode & 0o777).toBe(0o700);
  expect(again.log).not.toMatch(/sb[ei]_/);
});

it("a busy Kong is not a rejection; a document without entities settles", async () => {
  await using world = await createAgentWorld();
  world.server.publish(documentWith("a.internal"));
  for (const mode of ["429", "503"] as const) {
    world.kong.setMode(mode);
    expect((await world.once()).code).toBe(1);
  }
  world.kong.setMode("413");
  expect((await world.once()).code).toBe(20);
  world.kong.setMode("normal");
  world.server.publish({ _format_version: "3.0" });
  expect((await world.once()).code).toBe(0);
  expect(world.server.reportsOf("rejected").map((each) => each.headers["kong-status"])).toEqual(["413"]);
});
