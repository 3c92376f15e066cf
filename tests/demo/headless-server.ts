/** For the demo's own test: serves a data folder's runtime API and REST API without the console, which would have to be built first. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { startScheduler } from "../../server/background/scheduler";
import { createRuntimeServer } from "../../server/bin/runtime-listener";
import { getDeps } from "../../server/deps";
import { getRestApi } from "../../server/rest-api/process-rest-api";
import { nudgeRollouts } from "../../server/rollouts/nudge";

async function answerRest(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of incoming as AsyncIterable<Uint8Array>) parts.push(part);
  const { method = "GET", url, headers } = incoming;
  const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {};
  const told = Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as [string, string]] : []));
  const answer = await (await getRestApi()).handle(new Request(`http://localhost${url}`, { method, headers: told, ...body }), { address: "127.0.0.1" });
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

const deps = await getDeps();
nudgeRollouts(deps, console.error);
const server = createRuntimeServer(deps.runtimeApi, (request, response) => void answerRest(request, response));
server.listen(deps.env.PORT, deps.env.HOST, () => console.log(`Signalbox is at ${deps.env.url}`));
const scheduler = startScheduler(deps);
process.once("SIGTERM", () => {
  server.close();
  void Promise.all([deps.runtimeApi.close(), scheduler.stop()]).then(() => process.exit(0));
});
