import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { getDeps } from "@/server/deps";

it("an opening that failed is tried again, and one that succeeded is kept", async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-deps-"));
  const data = join(folder, "data");
  vi.stubEnv("SIGNALBOX_DATA", data);
  writeFileSync(data, "a file where the folder belongs");
  await expect(getDeps()).rejects.toThrow("cannot be written");
  rmSync(data);
  const deps = await getDeps();
  expect(await getDeps()).toBe(deps);
  await deps.runtimeApi.close();
  deps.db.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
