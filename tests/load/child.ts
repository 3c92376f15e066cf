import { fork, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

/** A question to the measured server. */
export interface Ask {
  id: number;
  ask: "stats" | "publish";
  number?: number;
}

/** What the measured server tells of itself; memory after a collection where `--expose-gc` is given. */
export interface Stats {
  rss: number;
  /** The most that the process ever had. */
  peakRss: number;
  cpuMs: number;
  reads: number;
  /** The longest that it took nothing new since it was asked last; of the console alone, else 0. */
  heldMs: number;
}

const SERVER = fileURLToPath(new URL("server.ts", import.meta.url));
const canPin = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/** Moves the load generator off the measured server's core, where there is another. */
export function pinLoad(): void {
  if (canPin && availableParallelism() > 1) spawnSync("taskset", ["-acp", "1", String(process.pid)], { stdio: "ignore" });
}

/** A measured server in a process of its own; pinned, on the first core alone where the system lets us choose. */
export async function startChild(args: string[], { isPinned = true } = {}) {
  const child = fork(SERVER, args, { execArgv: ["--import", "tsx", "--expose-gc"], env: { ...process.env, NODE_ENV: "production" } });
  if (isPinned && canPin && child.pid !== undefined) spawnSync("taskset", ["-acp", "0", String(child.pid)], { stdio: "ignore" });
  const pending = new Map<number, (answer: unknown) => void>();
  const failed = new Promise<never>((_, fail) => child.once("exit", (code) => fail(new Error(`The measured server ended with ${code}.`))));
  failed.catch(() => undefined);
  child.on("message", ({ id, answer }: { id: number; answer: unknown }) => {
    pending.get(id)?.(answer);
    pending.delete(id);
  });
  const answerTo = (id: number) => Promise.race([failed, new Promise<unknown>((done) => pending.set(id, done))]);
  const ask = (question: Omit<Ask, "id">) => {
    const id = nextId++;
    const answer = answerTo(id);
    child.send({ id, ...question });
    return answer;
  };
  let nextId = 1;
  const port = Number(await answerTo(0));
  return {
    port,
    stats: async () => (await ask({ ask: "stats" })) as Stats, // safe because server.ts sends it
    publish: async (number: number) => String(await ask({ ask: "publish", number })),
    stop: () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/** A running measured server. */
export type Child = Awaited<ReturnType<typeof startChild>>;
