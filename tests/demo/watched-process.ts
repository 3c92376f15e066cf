import { type ChildProcess, spawn } from "node:child_process";

/**
 * Ends the command when its standard input closes: by `stop`, or because the process that started it is gone, however it
 * went. What the command leaves behind is in the same process group, and goes with the shell.
 */
const WATCH = '"$@" </dev/null & child=$!; exec >/dev/null 2>&1; cat; kill -TERM "$child"; wait "$child"; kill -KILL 0';
const KILL_AFTER_MS = 15_000;

/** A process that never outlives the one that started it. */
export interface WatchedProcess {
  /** What it has said so far. */
  output(): string;
  /** Settles once it has ended, by itself or not. */
  ended: Promise<void>;
  stop(): Promise<void>;
}

/** Starts a command in a session of its own, so that Ctrl-C reaches the one that started it and nobody else. */
export function startWatched(command: string, args: string[], env: Record<string, string>): WatchedProcess {
  const child: ChildProcess = spawn("sh", ["-c", WATCH, "sh", command, ...args], {
    env: { NODE_ENV: "production", ...env },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output = `${output}${chunk.toString()}`.slice(-20_000)));
  // The watching shell lives on; what it started alone holds the streams.
  const ended = Promise.all([child.stdout, child.stderr].map((stream) => new Promise((done) => stream?.once("end", done)))).then(() => undefined);
  const closed = new Promise<void>((done) => child.once("close", () => done()));
  return {
    output: () => output,
    ended,
    async stop() {
      child.stdin?.on("error", () => undefined).end();
      const timer = setTimeout(() => child.pid && process.kill(-child.pid, "SIGKILL"), KILL_AFTER_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
