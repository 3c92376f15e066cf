import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAgentWorld, documentWith, shells } from "@/tests/support/agent-world";
import { createSmallDisk } from "@/tests/support/full-disk";

type World = Awaited<ReturnType<typeof createAgentWorld>>;

/** The fake server holds a poll until it publishes. */
const UNHELD = { SIGNALBOX_WAIT_SECONDS: "0" };
const REFUSED = { _format_version: "3.0", services: [{ name: "no-host" }] };
const changeKong = ({ kong }: World, host: string) =>
  fetch(`${kong.adminUrl}/config?check_hash=1`, { method: "POST", headers: { "Content-Type": "text/yaml" }, body: JSON.stringify(documentWith(host)) });
const storedIn = ({ stateDir }: World) => readFileSync(join(stateDir, "credential"), "utf8").trim();
const inUse = ({ server }: World) => server.polls.at(-1)?.authorization;

/** A `sync` that stops for good at a file whose name fits, so that the agent can be killed between two steps; `held` is its process, once it is there. */
function holdingSync({ folder }: World, pattern: string) {
  const [bin, mark] = [join(folder, "bin"), join(folder, "held")];
  mkdirSync(bin);
  writeFileSync(join(bin, "sync"), `#!/bin/sh\ncase "$*" in ${pattern}) echo $$ >"${mark}.new" && mv "${mark}.new" "${mark}" && exec sleep 600 ;; esac\n`);
  chmodSync(join(bin, "sync"), 0o755);
  return { env: { PATH: `${bin}:${process.env.PATH ?? ""}` }, isHeld: () => existsSync(mark), held: () => Number(readFileSync(mark, "utf8")) };
}

async function kill(agent: ReturnType<World["start"]>) {
  agent.child.kill("SIGKILL");
  await new Promise((done) => agent.child.once("exit", done));
}

describe.each(shells)("under %s", { concurrent: true }, (shell) => {
  it("an outcome is told with how long it took to fetch, to verify, and until Kong had answered, also where it is told later", async () => {
    await using world = await createAgentWorld({ shell });
    const timingOf = (kind: string) => world.server.reportsOf(kind).at(-1)?.headers["config-timing"];
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    expect(timingOf("applied")).toMatch(/^fetch;dur=\d+, verify;dur=\d+, apply;dur=\d+$/);
    world.server.state.reportStatus = 500;
    world.server.publish(REFUSED);
    expect((await world.once()).code).toBe(20);
    world.server.state.reportStatus = 204;
    expect((await world.once()).code).toBe(10);
    expect(timingOf("rejected")).toMatch(/^fetch;dur=\d+, verify;dur=\d+, apply;dur=\d+$/);
    world.server.state.spoil = "flip";
    world.server.publish(documentWith("b.internal"));
    expect((await world.once()).code).toBe(20);
    expect(timingOf("rejected")).toMatch(/^fetch;dur=\d+, verify;dur=\d+$/);
    await world.kong.restart({ keepConfig: false });
    world.server.state.spoil = "none";
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    expect(world.server.reportsOf("applied").at(-1)?.headers["config-timing"]).toMatch(/^apply;dur=\d+$/);
  });

  it("drift is dealt with as the group says, from the next poll on and over a restart; what the node was started with comes first", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    world.server.state.pollFields = { "Drift-Policy": "report" };
    expect((await world.once()).code).toBe(0);
    // The server is away now, and the policy known from before.
    world.server.state.spoil = { status: 500 };
    const reporting = world.start(UNHELD);
    await reporting.until(() => world.server.polls.length >= 2);
    await changeKong(world, "c.internal");
    await reporting.until(() => world.server.reportsOf("drift").length === 1);
    expect(world.host()).toBe("c.internal");
    world.server.state.spoil = "none";
    world.server.state.pollFields = { "Drift-Policy": "heal" };
    await reporting.until(() => world.host() === "a.internal");
    expect((await reporting.terminate()).code).toBe(0);
    const own = world.start({ ...UNHELD, SIGNALBOX_DRIFT: "report" });
    const before = world.server.polls.length;
    await own.until(() => world.server.polls.length > before);
    await changeKong(world, "d.internal");
    await own.until(() => world.server.reportsOf("drift").length === 2);
    expect(world.host()).toBe("d.internal");
  });

  it("what runs is given to Kong again where the server asks for that, and what was refused is tried again", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.state.spoil = "held";
    world.server.state.pollFields = { "Config-Sync": "requested" };
    expect((await world.once()).code).toBe(10);
    expect([world.kong.posts, world.server.reportsOf("applied").length]).toEqual([2, 2]);
    world.server.state.spoil = "none";
    world.server.publish(REFUSED);
    expect((await world.once()).code).toBe(20);
    expect((await world.once()).code).toBe(10);
    world.server.state.spoil = "held";
    world.server.state.pollFields = { "Config-Sync": "requested" };
    expect((await world.once()).code).toBe(20);
    expect(world.server.reportsOf("rejected")).toHaveLength(2);
    expect(world.host()).toBe("a.internal");
  });

  it("a new credential is taken where the server asks for that, kept for its owner alone, and used from then on", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    world.server.state.isRotating = true;
    const agent = world.start();
    await agent.until(() => !world.server.state.isRotating);
    expect(storedIn(world)).not.toBe(world.server.credential);
    expect(world.server.credentials).toEqual([storedIn(world)]);
    expect(statSync(join(world.stateDir, "credential")).mode & 0o777).toBe(0o600);
    world.server.publish(documentWith("b.internal"));
    await agent.until(() => world.host() === "b.internal");
    expect((await agent.terminate()).code).toBe(0);
    expect(agent.log()).not.toMatch(/sb[ei]_/);
    expect(world.server.state).toMatchObject({ rotations: 1, enrolls: 1 });
  });

  it("an answer that is lost, refused or does not come leaves the old credential good, and the next poll asks again", async () => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    world.server.state.isRotating = true;
    for (const rotation of ["lost", "refused"] as const) {
      world.server.state.rotation = rotation;
      expect([rotation, (await world.once()).log]).toEqual([rotation, expect.stringContaining("keeping this one")]);
      expect(storedIn(world)).toBe(world.server.credential);
    }
    world.server.state.rotation = "hang";
    const waiting = world.start(UNHELD);
    await waiting.until(() => world.server.state.rotations === 3);
    await kill(waiting);
    world.server.state.rotation = "good";
    expect((await world.once()).code).toBe(10);
    expect((await world.once()).code).toBe(10);
    expect(inUse(world)).toBe(`Bearer ${storedIn(world)}`);
    expect(world.server.state).toMatchObject({ rotations: 4, enrolls: 1, isRotating: false });
  });

  it.skipIf(shell.startsWith("busybox")).each([
    ["before the new credential is in its place", "*credential.new*", true],
    ["after it, before its first use", "*credential\\ *", false],
  ])("one that is killed %s goes on with the one on its disk", async (_, pattern, isOld) => {
    await using world = await createAgentWorld({ shell });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    world.server.state.isRotating = true;
    const sync = holdingSync(world, pattern);
    const agent = world.start({ ...UNHELD, ...sync.env });
    await agent.until(sync.isHeld);
    await kill(agent);
    process.kill(sync.held(), "SIGKILL");
    expect(storedIn(world) === world.server.credential).toBe(isOld);
    await world.once();
    await world.once();
    expect(world.server.credentials).toEqual([storedIn(world)]);
    expect(world.server.state).toMatchObject({ isRotating: false, enrolls: 1, rotations: isOld ? 2 : 1 });
  });

  it("with the disk full no new credential is asked for, and the old one serves", async () => {
    await using disk = await createSmallDisk(256);
    await using world = await createAgentWorld({ shell, stateDir: join(disk.path, "state") });
    world.server.publish(documentWith("a.internal"));
    expect((await world.once()).code).toBe(0);
    disk.fill();
    world.server.state.isRotating = true;
    expect(await world.once()).toMatchObject({ code: 10, log: expect.stringContaining("keeping the credential until there is room") });
    expect([world.server.state.rotations, storedIn(world)]).toEqual([0, world.server.credential]);
    disk.free();
    await world.once();
    expect((await world.once()).code).toBe(10);
    expect(world.server.credentials).toEqual([storedIn(world)]);
  });
});
