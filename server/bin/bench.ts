import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Ten thousand waiting polls are as many sockets: the limit of open files is raised as far as the system lets us. */
const RAISE_LIMIT = 'ulimit -n "$(ulimit -Hn)" 2>/dev/null; exec "$@"';

/** Measures the numbers to hold (`tests/load/`) and exits 1 where one is missed. `--json` prints an object a line. */
export function bench(rest: string[]): void {
  const args = [process.execPath, "--import", "tsx", join("tests", "load", "bench.ts"), ...rest];
  const { status } = spawnSync("sh", ["-c", RAISE_LIMIT, "sh", ...args], { stdio: "inherit" });
  process.exit(status ?? 1);
}
