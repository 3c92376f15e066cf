import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeControlPlane } from "./fake-control-plane";
import { startKongEmulator } from "./kong-emulator";

export const agentPath = join(import.meta.dirname, "..", "..", "public", "runtime-agent.sh");
export const documentWith = (host: string) => ({ _format_version: "3.0", services: [{ name: "echo", host }] });
/** The shells that the agent must run under. `npm test` sees to it that all are there. */
export const shells = ["dash", "busybox sh", "bash"];

/** Polls until `isTrue`; on failure the message carries what `seen` tells. */
export async function until(isTrue: () => boolean, seen: () => string): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Never so: ${isTrue.toString()}. Seen: ${seen()}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** The command lines of all processes. */
export const commandLines = () =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    });

async function endAll(children: ChildProcess[]) {
  for (const child of children) if (child.exitCode === null) child.kill("SIGTERM");
  await Promise.all(
    children.map(
      (child) =>
        child.exitCode !== null ||
        child.signalCode !== null ||
        new Promise((done) => {
          const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
          child.once("close", () => {
            clearTimeout(timer);
            done(null);
          });
        }),
    ),
  );
}

interface Options extends NonNullable<Parameters<typeof startFakeControlPlane>[0]> {
  /** Where the state directory goes; absent: into a folder of the world's own. */
  stateDir?: string;
  /** The shell of agents that name none. */
  shell?: string;
}

/** A fake control plane, a Kong emulator and a state directory of their own, and agents that are ended with them. */
export async function createAgentWorld(options: Options = {}) {
  const [server, kong] = [await startFakeControlPlane(options), await startKongEmulator()];
  const folder = mkdtempSync(join(tmpdir(), "signalbox-agent-"));
  const stateDir = options.stateDir ?? join(folder, "state");
  const children: ChildProcess[] = [];
  const run = (args: string[] = [], env: Record<string, string> = {}) => {
    const [command = "sh", ...before] = (options.shell ?? "sh").split(" ");
    const child = spawn(command, [...before, agentPath, ...args], {
      env: {
        NODE_ENV: "test",
        PATH: process.env.PATH ?? "",
        SIGNALBOX_URL: server.url,
        SIGNALBOX_TOKEN: server.token,
        SIGNALBOX_STATE_DIR: stateDir,
        SIGNALBOX_KONG_ADMIN: kong.adminUrl,
        SIGNALBOX_KONG_STATUS: kong.statusUrl,
        SIGNALBOX_CHECK_SECONDS: "1",
        SIGNALBOX_BACKOFF_MAX_SECONDS: "1",
        ...env,
      },
    });
    children.push(child);
    let log = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        log += chunk.toString();
      });
    const exited = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
    return {
      child,
      log: () => log,
      exited,
      until: (isTrue: () => boolean) => until(isTrue, () => log),
      /** Signals TERM, and tells the exit status and how long it took. */
      terminate: async () => {
        const asked = Date.now();
        child.kill("SIGTERM");
        return { code: await exited, tookMs: Date.now() - asked };
      },
    };
  };
  return {
    server,
    kong,
    folder,
    stateDir,
    /** The agent as it runs for good. */
    start: (env: Record<string, string> = {}) => run([], env),
    /** One round. */
    once: async (env: Record<string, string> = {}) => {
      const agent = run(["--once"], env);
      return { code: await agent.exited, log: agent.log() };
    },
    host: () => JSON.stringify(kong.config ?? {}).match(/"host":"([^"]+)"/)?.[1] ?? null,
    async [Symbol.asyncDispose]() {
      await endAll(children);
      await server.stop();
      await kong.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
