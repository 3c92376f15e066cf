import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const found = (): string | undefined =>
  [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", chromium.executablePath()].find(
    (path) => path !== undefined && existsSync(path),
  );

/** Where a Chromium is: one that is there, else Playwright's, else Debian's package, installed now. Exits 1 where none can be had. */
export function chromiumPath(): string {
  const present = found();
  if (present) return present;
  console.log("Installing Chromium…");
  const attempts: [string, string[]][] = [
    [process.execPath, ["node_modules/playwright-core/cli.js", "install", "chromium"]],
    ["sh", ["-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium"]],
  ];
  for (const [file, args] of attempts) {
    spawnSync(file, args, { stdio: "ignore", timeout: 600_000 });
    const installed = found();
    if (installed) return installed;
  }
  console.error("No Chromium is here and none could be installed; install one and set CHROMIUM_PATH to it.");
  process.exit(1);
}
