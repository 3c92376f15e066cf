import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { selectUserByEmail } from "@/db/queries/people";
import { readEnv } from "@/server/env";
import { SAMPLE_GROUPS, SAMPLE_OWNER } from "@/server/seed/sample-org";
import { openStory } from "@/server/seed/story";
import { createCaller } from "@/server/trpc/root";
import { allInstances } from "@/tests/support/all-instances";

/** The processes whose environment or command line names the folder. */
function processesOf(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return false;
    try {
      return ["environ", "cmdline"].some((file) => readFileSync(join("/proc", pid, file), "utf8").includes(folder));
    } catch {
      return false; // it ended meanwhile
    }
  });
}

async function until(isTrue: () => boolean, what: () => string): Promise<void> {
  const deadline = Date.now() + 100_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Never so: ${what()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const started: ChildProcess[] = [];

// What a demo started ends with it, so that a test that fails leaves nothing behind either.
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

function startDemo(args: string[]) {
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", join("tests", "demo", "run-headless-demo.ts"), ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: "0" },
  });
  started.push(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((done) => child.once("close", done));
  return {
    child,
    exited,
    output: () => output,
    /** Settles once it has said so, or has ended. */
    says: (text: string) =>
      until(
        () => output.includes(text) || child.exitCode !== null,
        () => output,
      ),
  };
}

/** What the console would say of the folder's org. */
async function lookAt(folder: string) {
  const { deps, close } = await openStory(readEnv({ SIGNALBOX_DATA: folder }));
  const user = await selectUserByEmail(deps.db, SAMPLE_OWNER.email);
  if (!user) throw new Error("There is no owner.");
  const caller = createCaller({ deps, user, requestId: "test" });
  const org = "analytical-engines";
  const groups = await caller.runtimeGroups.list({ org });
  const idOf = new Map(groups.map((group) => [group.name, group.id]));
  const instances = (await Promise.all(SAMPLE_GROUPS.map(({ name }) => allInstances(caller, { org, groupId: idOf.get(name) ?? "" })))).flat();
  const rejecting = instances.find((each) => each.state.sync === "rejected");
  const detail = rejecting && (await caller.instances.get({ org, groupId: idOf.get("edge-eu") ?? "", instanceId: rejecting.id }));
  await close();
  return {
    groups,
    states: Object.fromEntries(instances.map((each) => [each.hostname, { ...each.state, runs: each.runningVersion, lastSeenAt: each.lastSeenAt }])),
    detail,
  };
}

it.skipIf(!existsSync("/proc/self/environ"))(
  "shows a rejecting, a changed and an absent node among good ones, plays the rollout that they are enough for, and leaves no process behind, whether asked to end or killed",
  { timeout: 240_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-demo-test-"));
    const demo = startDemo(["--nodes", "4", "--data", folder]);
    await demo.says("all that is played");
    expect(demo.output()).toMatch(/Sign in as ada@example\.com with \S{12}/);
    expect(demo.output()).toContain("Signalbox halted the rollout of edge-eu v4: 1 instance rejected it");
    expect(demo.output()).not.toContain("edge-us v3");
    const { groups, states, detail } = await lookAt(folder);
    expect(groups.map((group) => group.name).sort()).toEqual(["default", "edge-eu", "edge-us", "staging"]);
    expect(states).toMatchObject({
      "ams-1": { connection: "connected", sync: "rejected", readiness: "ready", runs: 2 },
      "ber-1": { connection: "disconnected", sync: "pending", runs: 2 },
      "nyc-1": { connection: "connected", sync: "drifted" },
      "fra-1": { connection: "connected", readiness: "ready", runs: 3 },
    });
    // Truly seen then, not written: it has an apply timeline of its own from that day.
    expect(Date.now() - (states["ber-1"]?.lastSeenAt ?? 0)).toBeGreaterThan(20 * 3600_000);
    expect(detail?.rejected?.errors).toMatchObject([{ entityType: "plugin", entityName: "correlation-id" }]);
    expect(detail?.rejected?.body).toContain("plugin 'correlation-id' not enabled; add it to the 'plugins' configuration property");
    expect(processesOf(folder).length).toBeGreaterThan(4);
    demo.child.kill("SIGINT");
    expect(await demo.exited).toBe(0);
    expect(processesOf(folder)).toEqual([]);

    rmSync(folder, { recursive: true });
    const killed = startDemo(["--nodes", "2", "--data", folder]);
    await killed.says("edge-eu v4");
    killed.child.kill("SIGKILL");
    await killed.exited;
    await until(
      () => processesOf(folder).length === 0,
      () => `still there: ${processesOf(folder).join(" ")}`,
    );
    rmSync(folder, { recursive: true });
  },
);

it("refuses a folder that holds anything, so that no other data is touched", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-demo-test-"));
  writeFileSync(join(folder, "signalbox.db"), "mine");
  const demo = startDemo(["--data", folder]);
  expect(await demo.exited).toBe(1);
  expect(demo.output()).toContain("is not empty");
  expect(readdirSync(folder)).toEqual(["signalbox.db"]);
  rmSync(folder, { recursive: true });
});
