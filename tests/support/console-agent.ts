import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Console } from "./console-world";
import type { KongEmulator } from "./kong-emulator";

/** What the machine of an agent is called, and the labels that it enrolls with. */
interface Machine {
  hostname?: string;
  labels?: string;
}

/** A folder whose `uname` tells this hostname, to stand first in a path. */
function binariesOf(folder: string, hostname: string): string {
  const binaries = join(folder, "bin");
  mkdirSync(binaries, { recursive: true });
  writeFileSync(join(binaries, "uname"), `#!/bin/sh\necho ${hostname}\n`);
  chmodSync(join(binaries, "uname"), 0o755);
  return binaries;
}

/** Enrolls the emulator in the group of that path by the console's own page, and runs its agent. */
export async function enrollAgent(
  console_: Console,
  page: Page,
  kong: KongEmulator,
  groupPath: string,
  { hostname, labels = "" }: Machine = {},
): Promise<void> {
  await page.goto(`${groupPath}/instances/new`);
  await page.getByRole("radio", { name: /Universal/ }).check();
  await page.getByLabel("Labels").fill(labels);
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByRole("status").getByText("Waiting for the instance").waitFor();
  const text = (await page.locator("pre").allInnerTexts()).join("\n");
  const setting = (name: string) => new RegExp(`${name}=["']?([A-Za-z0-9._:/-]+)`).exec(text)?.[1] ?? "";
  const state = join(console_.folder, hostname ?? "state");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const path = process.env.PATH ?? "";
  const child = spawn("sh", ["public/runtime-agent.sh"], {
    env: {
      PATH: hostname === undefined ? path : `${binariesOf(join(console_.folder, `machine-${hostname}`), hostname)}:${path}`,
      NODE_ENV: "test",
      SIGNALBOX_STATE_DIR: state,
      SIGNALBOX_KONG_ADMIN: kong.adminUrl,
      SIGNALBOX_KONG_STATUS: kong.statusUrl,
      SIGNALBOX_URL: console_.base,
      SIGNALBOX_TOKEN: /sbe_[A-Za-z0-9]+/.exec(text)?.[0] ?? "",
      SIGNALBOX_INSTANCE_ID: setting("SIGNALBOX_INSTANCE_ID"),
      SIGNALBOX_SIGNING_KEY_ID: setting("SIGNALBOX_SIGNING_KEY_ID"),
    },
    stdio: process.env.SIGNALBOX_E2E_LOG ? "inherit" : "ignore",
  });
  console_.children.push(child);
  await page
    .getByRole("status")
    .getByText(/^Connected/)
    .waitFor();
}
