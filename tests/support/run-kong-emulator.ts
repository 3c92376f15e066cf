import { parseArgs } from "node:util";
import { startKongEmulator } from "./kong-emulator";

const { values } = parseArgs({
  options: { "admin-port": { type: "string", default: "8001" }, "status-port": { type: "string", default: "8100" }, "node-id": { type: "string" } },
});
const nodeId = values["node-id"];
const kong = await startKongEmulator({
  adminPort: Number(values["admin-port"]),
  statusPort: Number(values["status-port"]),
  ...(nodeId === undefined ? {} : { nodeId }),
});
console.log(`admin  ${kong.adminUrl}\nstatus ${kong.statusUrl}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void kong.close().then(() => process.exit(0)));
