import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readEnv, SettingsError } from "../../server/env";
import { FLEET } from "./demo-node";
import { startDemoFleet } from "./demo-fleet";

const SERVER: [string, ...string[]] = [process.execPath, join("server", "bin", "bootstrap.mjs"), "start"];

function readOptions(rest: string[]) {
  const { values } = parseArgs({
    args: rest,
    options: { nodes: { type: "string", default: String(FLEET.length) }, data: { type: "string" }, "approve-after": { type: "string", default: "30" } },
  });
  const nodes = Number(values.nodes);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > FLEET.length) throw new SettingsError(`--nodes is 1 to ${FLEET.length}.`);
  if (values.data && existsSync(values.data) && readdirSync(values.data).length > 0)
    throw new SettingsError(`${values.data} is not empty: the demo starts on a folder of its own and never on another's data.`);
  const approveAfterSeconds = Number(values["approve-after"]);
  if (!Number.isInteger(approveAfterSeconds) || approveAfterSeconds < 0) throw new SettingsError("--approve-after is a number of seconds.");
  return { nodes, data: values.data, approveAfterSeconds };
}

/**
 * `npm run demo [-- --nodes N] [--data FOLDER] [--approve-after SECONDS]`: a seeded organization with a fleet of emulated nodes, each fed
 * by a real agent, in which staged publishes are then played. It touches nothing but its own folder, a temporary one unless told otherwise, and ends all it started with itself.
 */
export async function demo(rest: string[], serverCommand = SERVER): Promise<void> {
  try {
    const { nodes, data, approveAfterSeconds } = readOptions(rest);
    const { PORT, HOST } = readEnv({ PORT: process.env.PORT, HOST: process.env.HOST });
    const folder = data ? resolve(data) : mkdtempSync(join(tmpdir(), "signalbox-demo-"));
    const password = randomBytes(9).toString("base64url");
    console.log(`Starting a demo of ${nodes} emulated nodes in ${folder}…`);
    const removeFolder = () => data ?? rmSync(folder, { recursive: true, force: true });
    const started = startDemoFleet({ folder, nodes, port: PORT, host: HOST, password, serverCommand });
    let isEnding = false;
    const end = async () => {
      if (isEnding) return;
      isEnding = true;
      console.log("Ending the demo…");
      await started.then((fleet) => fleet.stop()).catch(() => undefined);
      removeFolder();
      process.exit(0);
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void end());
    const fleet = await started.catch((error: unknown) => {
      removeFolder();
      throw error;
    });
    for (const { hostname, runningVersion, state } of await fleet.look())
      console.log(`  ${hostname.padEnd(6)} ${state.connection}, ${state.sync}, runs ${runningVersion === null ? "nothing of ours" : `v${runningVersion}`}`);
    console.log(`Signalbox is at ${fleet.url}\nSign in as ${fleet.email} with ${password}\nCtrl-C ends the demo.`);
    await fleet.playRollouts({ approveAfterSeconds, say: console.log }).catch(async (error: unknown) => {
      // Where the demo is ending, its server has gone.
      if (isEnding) return;
      await fleet.stop();
      removeFolder();
      throw error;
    });
    if (!isEnding) console.log("\nThat was all that is played; the fleet goes on.");
  } catch (error) {
    console.error(error instanceof SettingsError ? error.message : error);
    process.exit(1);
  }
}
