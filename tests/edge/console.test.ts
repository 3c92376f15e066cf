import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect, inject, it } from "vitest";
import { members, orgs, users } from "@/db/schema/index";
import { createSetupLink } from "@/server/auth/setup";
import { readEnv } from "@/server/env";
import { publish } from "@/tests/support/console-world";
import { startKongEmulator } from "@/tests/support/kong-emulator";
import { createWorld } from "@/tests/support/world";

const FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");
const PASSWORD = "correct horse battery staple";
const url = inject("edge")?.url ?? "";

/** A page of a fresh browser, and the set-up link of a database that nobody has set up. */
async function createConsole() {
  const world = await createWorld();
  await world.db.write(async (tx) => {
    await tx.delete(members);
    await tx.delete(orgs);
    await tx.delete(users);
  });
  const link = await createSetupLink({ db: world.db, env: readEnv({ SIGNALBOX_URL: url }), now: () => Date.now() });
  const browser: Browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: FLAGS });
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  return {
    page,
    link: link ?? "",
    async [Symbol.asyncDispose]() {
      await browser.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

/** A Kong emulator with the agent that this repository hands out beside it. */
async function startAgent(env: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-agent-"));
  const kong = await startKongEmulator();
  const settings = { SIGNALBOX_STATE_DIR: folder, SIGNALBOX_KONG_ADMIN: kong.adminUrl, SIGNALBOX_KONG_STATUS: kong.statusUrl };
  const agent = spawn("sh", ["public/runtime-agent.sh"], { env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", ...settings, ...env }, stdio: "ignore" });
  return {
    get config() {
      return kong.config;
    },
    async [Symbol.asyncDispose]() {
      const ended = new Promise((done) => agent.once("exit", done));
      agent.kill("SIGTERM");
      await ended;
      await kong.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

it(
  "a new user sets up, signs in, sees the groups, and copies a script that pins the agent served and connects a node, and sees it apply what is published",
  { timeout: 120_000 },
  async () => {
    await using console = await createConsole();
    const { page } = console;
    await page.goto(console.link);
    await page.getByLabel("Your name").fill("Ada Lovelace");
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel(/^Organization/).fill("Analytical Engines");
    await page.getByLabel(/^Password/).fill(PASSWORD);
    await page.getByRole("button", { name: /set up/i }).click();
    await page.waitForURL(/\/o\/analytical-engines\/runtime-groups/);

    await page.context().clearCookies();
    await page.goto(`${url}/o/analytical-engines/runtime-groups`);
    await page.waitForURL(/\/login/);
    await signIn(page, "not the password");
    await page.getByRole("alert").filter({ hasText: "do not match" }).waitFor();
    await signIn(page, PASSWORD);
    await page.waitForURL(/\/o\/analytical-engines/);
    await page.goto(`${url}/o/analytical-engines/runtime-groups`);
    await page.getByRole("link", { name: "default", exact: true }).first().click();
    await page.waitForURL(/runtime-groups\/[0-9a-f-]{36}/);

    await page.goto(`${page.url().replace(/\/$/, "")}/instances/new`);
    await page.getByRole("radio", { name: /universal/i }).check();
    await page.getByRole("button", { name: /generate/i }).click();
    await page
      .getByText(/waiting/i)
      .first()
      .waitFor();
    const copied: string[] = [];
    for (const button of await page.getByRole("button", { name: /^Copy / }).all()) {
      await button.click();
      copied.push(await page.evaluate(() => navigator.clipboard.readText()));
    }
    const script = copied.join("\n");
    const token = /sbe_[A-Za-z0-9]+/.exec(script)?.[0] ?? "";
    const agent = createHash("sha256")
      .update(await (await fetch(`${url}/runtime-agent.sh`)).text())
      .digest("hex");
    expect(script).toContain(agent);
    const setting = (name: string) => new RegExp(`${name}=["']?([A-Za-z0-9._:/-]+)`).exec(script)?.[1] ?? "";
    const names = ["SIGNALBOX_URL", "SIGNALBOX_INSTANCE_ID", "SIGNALBOX_SIGNING_KEY_ID"];
    await using kong = await startAgent({ SIGNALBOX_TOKEN: token, ...Object.fromEntries(names.map((name) => [name, setting(name)])) });
    await page
      .getByText(/^connected/i)
      .first()
      .waitFor();

    const editing = await page.context().newPage();
    await editing.goto(page.url().replace("/instances/new", "/configuration/yaml"));
    await publish(editing, "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n", "First service");
    await page
      .getByText(/applied v1/i)
      .first()
      .waitFor();
    expect(kong.config).toMatchObject({ services: [{ name: "echo" }] });
  },
);
