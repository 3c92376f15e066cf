import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, it } from "vitest";
import { look, openBrowser, signIn } from "@/tests/support/console-world";
import { freePort } from "@/tests/support/free-port";

const WAIT = { timeout: 120_000 };
const folder = mkdtempSync(join(tmpdir(), "signalbox-demo-spec-"));
let child: ChildProcess | undefined;
let browser: Awaited<ReturnType<typeof openBrowser>> | undefined;

afterAll(async () => {
  child?.kill("SIGKILL");
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the demo by the command of the README, as small as all of its rollouts need, where nobody approves but a person. */
async function startDemo() {
  const args = ["server/bin/bootstrap.mjs", "demo", "--nodes", "7", "--data", join(folder, "data"), "--approve-after", "3600"];
  const demo = spawn(process.execPath, args, { env: { ...process.env, NODE_ENV: "production", PORT: String(await freePort()) } });
  child = demo;
  let output = "";
  const ended = new Promise<number | null>((done) => demo.once("close", done));
  for (const stream of [demo.stdout, demo.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return {
    /** What it says that matches; throws where it has ended without. */
    async says(pattern: RegExp): Promise<string> {
      await expect.poll(() => pattern.test(output) || demo.exitCode !== null, { timeout: 240_000 }).toBe(true);
      const found = pattern.exec(output);
      if (!found) throw new Error(output);
      return found[1] ?? "";
    },
    async end(): Promise<number | null> {
      demo.kill("SIGINT");
      return ended;
    },
  };
}

const stateOf = (page: Page, word: string) => page.getByRole("heading", { level: 2 }).getByText(word, { exact: true });

it("the demo's staged publishes are watched as they happen: one succeeds, one halts where a node refuses it, one rolls itself back", async () => {
  const demo = await startDemo();
  const url = await demo.says(/Signalbox is at (\S+)/);
  const password = await demo.says(/Sign in as ada@example\.com with (\S+)/);
  browser = await openBrowser(url);
  const page = await browser.newPage();
  await page.goto("/");
  await signIn(page, "ada@example.com", password);
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  await look(page, "demo-overview");

  await page.getByRole("link", { name: "edge-eu", exact: true }).first().click();
  await page.getByRole("link", { name: "Rollouts" }).click();
  await page.getByText("No rollout yet").waitFor();

  const approver = await browser.newPage();
  await approver.goto(await demo.says(/staging v3.*\n\s+(http\S+)/));
  await signIn(approver, "ada@example.com", password);
  await approver.getByText("It waits for a person to approve it.").waitFor(WAIT);
  await stateOf(approver, "running").waitFor();
  await look(approver, "demo-rollout-waits");
  await approver.getByRole("button", { name: "Approve", exact: true }).click();
  await approver.getByRole("dialog").getByRole("button", { name: "Approve", exact: true }).click();
  await stateOf(approver, "completed").waitFor(WAIT);
  await approver.getByText("Signalbox went on to stage 2").waitFor();
  await look(approver, "demo-rollout-succeeded");

  // By itself, on the page that was open all along.
  await page.getByRole("cell", { name: "halted" }).waitFor(WAIT);
  await page.goto(await demo.says(/edge-eu v4.*\n\s+(http\S+)/));
  await stateOf(page, "halted").waitFor();
  await page.getByText("Halted by itself: 1 instance rejected it.").waitFor();
  await page.getByRole("link", { name: "ams-1" }).waitFor();
  await page.getByText("plugin 'correlation-id' not enabled").waitFor();
  await look(page, "demo-rollout-halted");

  await page.goto(await demo.says(/edge-us v3.*\n\s+(http\S+)/));
  await stateOf(page, "rolled back").waitFor(WAIT);
  await page.getByText("Signalbox rolled it back, from stage 1").waitFor();
  await look(page, "demo-rollout-rolled-back");
  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByText("Rolled back by itself to v2: 1 instance rejected it").waitFor();
  await look(page, "demo-versions-rolled-back");

  await demo.says(/(all that is played)/);
  expect(await demo.end()).toBe(0);
});
