import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFakeControlPlane } from "./fake-control-plane";
import { startKongEmulator } from "./kong-emulator";

export const agentPath = join(import.meta.dirname, "..", "..", "public", "runtime-agent.sh");
export const documentWith = (host: string) => ({ _format_version: "3.0", services: [{ name: "echo", host }] });

/** Polls until `isTrue`; on failure the message carries what `seen` tells. */
export async function until(isTrue: () => boolean, seen: () => string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Never so: ${isTrue.toString()}. Seen: ${seen()}`);
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** A fake control plane, a Kong emulator and a state directory of their own, and agents that are ended with them. */
export async function createAgentWorld() {
  const [server, kong] = [await startFakeControlPlane(), await startKongEmulator()];
  const folder = mkdtempSync(join(tmpdir(), "signalbox-agent-"));
  const stateDir = join(folder, "state");
  const children: ChildProcess[] = [];
  const run = (shell: string[] = ["sh"], args: string[] = [], env: Record<string, string> = {}) => {
    const [command = "sh", ...before] = shell;
    const child = spawn(command, [...before, agentPath, ...args], {
      env: {
        NODE_ENV: "test", PATH: process.env.PATH ?? "", SIGNALBOX_URL: server.url, SIGNALBOX_TOKEN: server.token, SIGNALBOX_STATE_DIR: stateDir,
        SIGNALBOX_KONG_ADMIN: kong.adminUrl, SIGNALBOX_KONG_STATUS: kong.statusUrl, SIGNALBOX_CHECK_SECONDS: "1",
        SIGNALBOX_BACKOFF_MAX_SECONDS: "1", ...env,
      },
    });
    children.push(child);
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => { log += chunk.toString(); });
    const exited = new Promise<number | null>((done) => child.once("close", (code) => done(code)));
    return { child, log: () => log, exited, until: (isTrue: () => boolean) => until(isTrue, () => log) };
  };
  return {
    server, kong, stateDir, run,
    once: async (env: Record<string, string> = {}, shell?: string[]) => {
      const agent = run(shell, ["--once"], env);
      return { code: await agent.exited, log: agent.log() };
    },
    host: () => JSON.stringify(kong.config ?? {}).match(/"host":"([^"]+)"/)?.[1] ?? null,
    async [Symbol.asyncDispose]() {
      for (const child of children) if (child.exitCode === null) child.kill("SIGTERM");
      await Promise.all(children.map((child) => child.exitCode !== null || child.signalCode !== null || new Promise((done) => {
        const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
        child.once("close", () => { clearTimeout(timer); done(null); });
      })));
      await server.stop();
      await kong.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
