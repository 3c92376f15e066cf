import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SOURCES = ["app", "server", "db", "public", "next.config.ts", "package-lock.json", "tsconfig.json"];
const STAMP = join(".next", "signalbox-build");

function* filesOf(path: string): Generator<string> {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return yield path;
  for (const name of readdirSync(path).sort()) yield* filesOf(join(path, name));
}

function sourceHash(): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) for (const file of filesOf(source)) hash.update(file).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

/** Builds the console unless the build at hand is of these very sources. Exits 1 with the build's own output where it fails. */
export function buildConsole(): void {
  const wanted = sourceHash();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted) return;
  console.log("Building the console…");
  const built = spawnSync(process.execPath, [join("node_modules", "next", "dist", "bin", "next"), "build"], {
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (built.status !== 0) {
    console.error(`${built.stdout}\n${built.stderr}`);
    process.exit(1);
  }
  writeFileSync(STAMP, wanted);
}
