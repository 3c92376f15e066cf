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
      // A browser spec starts the console, and two starts at once would build into one folder.
      { extends: true, test: { name: "browser", include: ["tests/e2e/**/*.spec.ts"], maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
