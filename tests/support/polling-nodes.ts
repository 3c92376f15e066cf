import { setTimeout as sleep } from "node:timers/promises";

/** A node that speaks the protocol over HTTP, by way of whichever server is there, as behind a load balancer. */
export interface PollingNode {
  hostname: string;
  labels?: string;
}

interface Options {
  /** The servers that are there now. */
  servers: () => string[];
  token: string;
  /** Whether a node's Kong refuses the config version that it was offered. */
  refuses: (hostname: string, versionNumber: number) => boolean;
}

/** Enrolls nodes, which then poll and take or refuse what they get until `stop`; `running` tells the config version of each by its number. */
export async function startPollingNodes(nodes: readonly PollingNode[], { servers, token, refuses }: Options) {
  const running = new Map<string, number>();
  let isStopping = false;
  let turn = 0;

  /** Asks one server after the other until one answers. */
  async function ask(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Response> {
    for (;;) {
      const all = servers();
      try {
        return await fetch(`${all[turn++ % all.length]}/api/runtime/v1${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      } catch (error) {
        // A server that was killed makes fetch throw a TypeError.
        if (!(error instanceof TypeError) || isStopping) throw error;
        await sleep(20);
      }
    }
  }

  async function enroll({ hostname, labels = "" }: PollingNode): Promise<Record<string, string>> {
    const headers = { Authorization: `Bearer ${token}`, "instance-id": crypto.randomUUID(), hostname, labels };
    const { credential } = (await (await ask("POST", "/enroll", headers)).json()) as { credential: string }; // safe because what uses a missing one gets 401
    return { Authorization: `Bearer ${credential}` };
  }

  async function live(hostname: string, bearer: Record<string, string>): Promise<void> {
    let runs: string | undefined;
    const refused = new Set<string>();
    while (!isStopping) {
      const told = { "If-None-Match": [...(runs ? [runs] : []), ...refused].join(", "), ...(runs ? { "Running-Config": runs } : {}) };
      const answer = await ask("GET", "/config", { ...bearer, ...told });
      await answer.text();
      const etag = answer.headers.get("etag");
      const number = Number(answer.headers.get("config-version"));
      if (answer.status === 200 && etag) {
        const isRefused = refuses(hostname, number);
        const [kind, status] = isRefused ? ["rejected", "400"] : ["applied", "201"];
        await ask("POST", `/reports/${kind}`, { ...bearer, "Config-ETag": etag, "Kong-Status": status }, "{}");
        if (isRefused) refused.add(etag);
        else runs = etag;
      }
      if (etag && etag === runs) running.set(hostname, number);
      await sleep(50);
    }
  }

  const lives = await Promise.all(nodes.map(async (node) => ({ hostname: node.hostname, bearer: await enroll(node) })));
  const ended = Promise.all(lives.map(({ hostname, bearer }) => live(hostname, bearer)));
  ended.catch(() => undefined);
  return {
    running,
    async stop() {
      isStopping = true;
      await ended;
    },
  };
}
