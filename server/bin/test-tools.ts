import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** What the agent's tests run, and the Debian package that has it. */
const TOOLS: Record<string, string> = {
  bash: "bash",
  busybox: "busybox",
  curl: "curl",
  dash: "dash",
  flock: "util-linux",
  mount: "mount",
  openssl: "openssl",
  shellcheck: "shellcheck",
  unshare: "util-linux",
};

const isHere = (tool: string) => (process.env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, tool)));

/** The shells and tools that the agent's tests need are there: found, or Debian's packages, installed now. Exits 1 where they cannot be had. */
export function ensureTestTools(): void {
  const missing = () => Object.keys(TOOLS).filter((tool) => !isHere(tool));
  const packages = [...new Set(missing().map((tool) => TOOLS[tool]))].join(" ");
  if (packages === "") return;
  console.log(`Installing ${packages}…`);
  spawnSync("sh", ["-c", `apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ${packages}`], {
    stdio: "ignore",
    timeout: 600_000,
  });
  if (missing().length === 0) return;
  console.error(`The tests of the agent need ${missing().join(", ")}, and they could not be installed; install the packages ${packages}.`);
  process.exit(1);
}
