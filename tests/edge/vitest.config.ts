import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The protocol's own cases once more, with their requests sent to the worker, and what only the edge has. */
export default defineConfig({
  root,
  resolve: { alias: { "@": root } },
  test: {
    include: ["config/statuses", "config/long-poll", "config/expected", "config/sync-now", "credential", "enroll", "keys", "reports"]
      .map((name) => `tests/http/${name}.test.ts`)
      .concat("tests/edge/**/*.test.ts"),
    globalSetup: "tests/edge/global-setup.ts",
    // One worker with one database: a world puts its own file behind it.
    fileParallelism: false,
    testTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
    hookTimeout: 600_000,
  },
});
