import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = ["app", "server", "db", "public", "next.config.ts", "package-lock.json", "tsconfig.json"];
const STAMP = join(".next", "signalbox-build");
/** What other hosts pack: the server with the files that it was traced to need. */
const STANDALONE = join(".next", "standalone");

function* filesOf(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name));
}

/** SHA-256 over the files, by name and content, and over what else the output depends on. */
export function hashOf(sources: string[], ...rest: string[]): string {
  const hash = createHash("sha256").update(rest.join("\0"));
  for (const source of sources) for (const file of filesOf(source)) hash.update(file).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

/** Whether the stamp file holds this very text. */
export const isStamped = (stamp: string, text: string): boolean => existsSync(stamp) && readFileSync(stamp, "utf8") === text;

/** Runs a step of a build quietly. Exits 1 with the step's own output where it fails. */
export function buildStep(file: string, args: string[], env: Record<string, string | undefined>): void {
  const built = spawnSync(file, args, { env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env }, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (built.status === 0) return;
  console.error(`${built.stdout}\n${built.stderr}\n${built.error?.message ?? ""}`);
  process.exit(1);
}

/**
 * Builds the console unless the build at hand is of these very sources. `isStandalone`: with the standalone output too,
 * which serves `npm start` just as well. Exits 1 with the build's own output where it fails.
 */
export function buildConsole(isStandalone = false): void {
  const wanted = hashOf(SOURCES, process.version);
  if (isStamped(STAMP, wanted) && (!isStandalone || existsSync(STANDALONE))) return;
  console.log("Building the console…");
  const standalone = isStandalone ? { NEXT_PRIVATE_STANDALONE: "true", NEXT_PRIVATE_OUTPUT_TRACE_ROOT: process.cwd() } : {};
  buildStep(process.execPath, [join("node_modules", "next", "dist", "bin", "next"), "build"], { NODE_ENV: "production", ...standalone });
  writeFileSync(STAMP, wanted);
}
