/** For the demo's own test: serves a data folder's runtime API without the console, which would have to be built first. */
import { createRuntimeServer } from "../../server/bin/runtime-listener";
import { getDeps } from "../../server/deps";

const deps = await getDeps();
const server = createRuntimeServer(deps.runtimeApi, (_, response) => response.writeHead(404).end());
server.listen(deps.env.PORT, deps.env.HOST, () => console.log(`Signalbox is at ${deps.env.url}`));
process.once("SIGTERM", () => {
  server.close();
  void deps.runtimeApi.close().then(() => process.exit(0));
});
