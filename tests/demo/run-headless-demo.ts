/** For the demo's own test: the demo, but for the console. */
import { join } from "node:path";
import { demo } from "./demo";

await demo(process.argv.slice(2), [process.execPath, "--import", "tsx", join("tests", "demo", "headless-server.ts")]);
