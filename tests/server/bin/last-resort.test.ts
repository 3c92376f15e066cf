import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const MODULE = new URL("../../../server/bin/last-resort.ts", import.meta.url).href;

/** What a process says that does this under the guard, and how it ends. */
function run(work: string): { status: number | null; said: string } {
  const script = `
    const { tsImport } = await import("tsx/esm/api");
    const { catchUnforeseen } = await tsImport(${JSON.stringify(MODULE)}, ${JSON.stringify(import.meta.url)});
    catchUnforeseen();
    const error = () => Object.assign(new Error("Failed query\\nparams: secret-parameter"), { code: "SQLITE_BUSY" });
    setTimeout(() => console.error("still here"), 50);
    ${work}`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

it("a rejection that nobody awaits is told by its names and place, without its words, and the process goes on", () => {
  const { status, said } = run("void Promise.reject(error());");
  expect(said).toMatch(/^unhandled rejection: Error SQLITE_BUSY at .*\nstill here\n$/);
  expect(said).not.toContain("secret");
  expect(status).toBe(0);
});

it("an exception that nobody catches is told the same way, and ends the process", () => {
  const { status, said } = run("setTimeout(() => { throw error(); }, 0);");
  expect(said).toMatch(/^uncaught exception: Error SQLITE_BUSY at /);
  expect(said).not.toContain("secret");
  expect(said).not.toContain("still here");
  expect(status).toBe(1);
});
