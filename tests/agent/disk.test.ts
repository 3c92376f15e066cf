import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";
import { createSmallDisk } from "@/tests/support/full-disk";

/** What may happen to the last good document on disk, and to what lies beside it. */
const torn: [string, (stateDir: string) => void][] = [
  ["cut short", (at) => writeFileSync(join(at, "last-good"), readFileSync(join(at, "last-good")).subarray(0, 10))],
  ["garbage", (at) => writeFileSync(join(at, "last-good"), Buffer.from([0, 255, 7, 10, 0, 200]))],
  ["empty", (at) => writeFileSync(join(at, "last-good"), "")],
  ["without its sums", (at) => rmSync(join(at, "last-good.sha256"))],
  ["beside sums that are garbage", (at) => writeFileSync(join(at, "last-good.sha256"), Buffer.from([0, 255, 7]))],
];

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("with the disk full, Kong keeps serving and is healed, the new config waits and the server is told; with room again it is applied", async () => {
    await using disk = await createSmallDisk(256);
    await using world = await createAgentWorld({ shell, stateDir: join(disk.path, "state") });
    world.server.publish(documentWith("a.internal"));
    const agent = world.start();
    await agent.until(() => world.server.reportsOf("applied").length === 1);
    disk.fill();
    world.server.publish(documentWith("b.internal"));
    await agent.until(() => world.server.reportsOf("rejected").length > 0);
    expect(world.server.reportsOf("rejected")[0]).toMatchObject({ headers: { "kong-status": "0" }, body: expect.stringContaining("is the disk full?") });
    await world.kong.restart({ keepConfig: false });
    await agent.until(() => world.host() === "a.internal");
    expect(agent.log()).not.toContain("Permission denied");
    disk.free();
    await agent.until(() => world.host() === "b.internal" && world.server.reportsOf("applied").at(-1)?.headers["config-etag"] === `"${world.server.tag()}"`);
    expect((await agent.terminate()).code).toBe(0);
    expect(readFileSync(join(world.stateDir, "last-good"), "utf8")).toBe(world.server.state.document);
  });

  it("with the disk full an enrollment token is not used up", async () => {
    await using disk = await createSmallDisk(256);
    await using world = await createAgentWorld({ shell, stateDir: join(disk.path, "state") });
    world.server.publish(documentWith("a.internal"));
    world.server.state.enrollAnswer = { status: 503 };
    expect((await world.once()).code).toBe(1);
    world.server.state.enrollAnswer = null;
    disk.fill();
    const { code, log } = await world.once();
    expect(code).toBe(1);
    expect(log).toMatch(/disk full|room on the disk/);
    expect(world.server.state.enrolls).toBe(1);
    disk.free();
    expect(await world.once()).toMatchObject({ code: 0 });
  });

  it("a last-good that is cut short, garbage, empty or without its sums is ignored, never posted, and fetched again", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    for (const [what, tear] of torn) {
      await world.kong.restart({ keepConfig: false });
      tear(world.stateDir);
      world.server.state.spoil = { status: 500 };
      const away = await world.once();
      expect([what, away.code, away.log, world.host()]).toEqual([what, 1, expect.stringContaining("damaged"), null]);
      world.server.state.spoil = "none";
      expect([what, (await world.once()).code, world.host()]).toEqual([what, 0, "a.internal"]);
      expect(readFileSync(join(world.stateDir, "last-good"), "utf8")).toBe(world.server.state.document);
    }
  });

  it("state files with line ends of another system are read", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.publish({ _format_version: "3.0", services: [{ name: "no-host" }] });
    expect((await world.once()).code).toBe(20);
    for (const name of ["instance-id", "credential", "signing-key-id", "group-id", "rejected", "last-good.sha256", "enrolled-with"]) {
      const path = join(world.stateDir, name);
      writeFileSync(path, readFileSync(path, "utf8").replaceAll("\n", "\r\n"));
    }
    expect(await world.once()).toMatchObject({ code: 10, log: expect.not.stringContaining("damaged") });
    expect(world.server.state.enrolls).toBe(1);
    expect(world.server.polls.at(-1)?.["if-none-match"]).toContain(world.server.tag());
  });

  it("a second agent on the same state directory refuses to run, and one that was killed leaves no lock and no secret", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    const first = world.start();
    await first.until(() => world.server.polls.length >= 2);
    expect(await world.once()).toMatchObject({ code: 1, log: expect.stringContaining("another agent runs") });
    const scratch = readFileSync(join(world.stateDir, "work"), "utf8").trim();
    first.child.kill("SIGKILL");
    await new Promise((done) => first.child.once("exit", done));
    expect(await world.once()).toMatchObject({ code: 10 });
    expect(readdirSync("/dev/shm").filter((name) => scratch.endsWith(name))).toEqual([]);
  });
});

it("a state directory that cannot be written to is one line and exit 1", async () => {
  await using world = await createAgentWorld({ stateDir: "/proc/signalbox" });
  const { code, log } = await world.once();
  expect(code).toBe(1);
  expect(log).toContain("cannot make the state directory");
});
