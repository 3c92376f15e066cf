import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // What is waited for is a state; how long a slow machine takes to get there proves nothing.
    expect: { poll: { timeout: 120_000 } },
    maxWorkers: 2,
    projects: [
      // `tests/edge` needs a worker: `vitest run --config tests/edge/vitest.config.ts`.
      { extends: true, test: { name: "quick", include: ["tests/**/*.test.ts"], exclude: ["tests/edge/**"], sequence: { groupOrder: 0 } } },
      // Each spec starts a console of its own, and none builds it: two builds at once would be into one folder.
      {
        extends: true,
        test: { name: "browser", include: ["tests/e2e/**/*.spec.ts"], globalSetup: "tests/support/built-console.ts", sequence: { groupOrder: 1 } },
      },
    ],
  },
});
