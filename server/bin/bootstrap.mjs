// The first step of every npm command. Plain JavaScript, because on a fresh machine nothing that reads TypeScript is
// installed yet. It checks Node, installs what is missing, and hands on to a TypeScript file.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const [command = "start", ...rest] = process.argv.slice(2);

function fail(message) {
  console.error(message);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 9)) fail(`Signalbox needs Node 20.9 or newer; this is ${process.versions.node}.`);

function run(file, args, options = {}) {
  const result = spawnSync(file, args, { cwd: root, stdio: "inherit", ...options });
  if (result.error) fail(`${file} could not be started: ${result.error.message}`);
  if (result.status !== 0) process.exit(result.status ?? 1);
}

const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(process.version)
  .digest("hex");
const stamp = join(root, "node_modules", ".signalbox-installed");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  // Not on standard output, which is what a command is asked for.
  console.error("Installing packages…");
  run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: ["inherit", 2, "inherit"] });
  writeFileSync(stamp, lock);
}

const { tsImport } = await import("tsx/esm/api");
const { main } = await tsImport("./main.ts", import.meta.url);
process.chdir(root);
await main(command, rest);
