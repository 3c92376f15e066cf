import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildConsole } from "./build";
import { chromiumPath } from "./chromium";
import { ensureTestTools } from "./test-tools";

function step(name: string, args: string[], env: Record<string, string> = {}): void {
  console.log(`\n== ${name}`);
  const result = spawnSync(process.execPath, args, { stdio: "inherit", env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...env } });
  if (result.status !== 0) {
    console.error(`${name}: failed`);
    process.exit(result.status ?? 1);
  }
}

const bin = (...path: string[]) => join("node_modules", ...path);

/** Types, lint, format and architecture: what is quick. */
export function check(): void {
  step("route types", [bin("next", "dist", "bin", "next"), "typegen"]);
  step("types", [bin("typescript", "bin", "tsc"), "--noEmit", "-p", "."]);
  step("lint", [bin("oxlint", "bin", "oxlint"), "--deny-warnings", "app", "server", "db", "tests"]);
  step("format", [bin("prettier", "bin", "prettier.cjs"), "--check", "--log-level=warn", "app", "server", "db", "tests", "deploy"]);
  if (existsSync("tests/architecture")) step("architecture", [bin("vitest", "vitest.mjs"), "run", "tests/architecture"]);
}

/** All that CI runs: the quick checks, then every test, with a Chromium and the tools of the agent's tests found or installed. */
export function test(rest: string[]): void {
  check();
  ensureTestTools();
  const browser = { CHROMIUM_PATH: chromiumPath() };
  // Once and before all, because tests that start the server side by side would build into one folder.
  buildConsole(true);
  if (rest.length === 0) step("edge", [bin("vitest", "vitest.mjs"), "run", "--config", join("tests", "edge", "vitest.config.ts")], browser);
  step("tests", [bin("vitest", "vitest.mjs"), "run", ...rest], browser);
}
