import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type * as Esbuild from "esbuild";

/** Makes one file of a process in `tests/support`, so that many starts are cheap; by the esbuild that tsx brings. Whoever asks removes it. */
export async function bundleProcess(name: string): Promise<string> {
  const require = createRequire(import.meta.url);
  const esbuild = createRequire(require.resolve("tsx"))("esbuild") as typeof Esbuild; // safe because tsx depends on it
  const folder = resolve("node_modules", ".signalbox-tests");
  mkdirSync(folder, { recursive: true });
  const outfile = resolve(folder, `${name}-${process.pid}.mjs`);
  const external = ["@libsql/client", "libsql", "next", "next-auth"];
  const banner = { js: 'import { createRequire as __make } from "node:module"; const require = __make(import.meta.url);' };
  await esbuild.build({
    entryPoints: [resolve("tests", "support", `${name}.ts`)],
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external,
    banner,
    outfile,
    logLevel: "error",
  });
  return outfile;
}
