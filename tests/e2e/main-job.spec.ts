import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type KongEmulator, startKongEmulator } from "@/tests/support/kong-emulator";

const FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");
const SHOTS = process.env.SIGNALBOX_SHOTS;
const folder = mkdtempSync(join(tmpdir(), "signalbox-e2e-"));
const children: ChildProcess[] = [];
let browser: Browser;
let page: Page;
let kong: KongEmulator;
let setupLink = "";
let base = "";

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : 0));
    });
  });

/** Starts the server by the command of the README and waits for its set-up link. */
async function startServer(): Promise<void> {
  const port = await freePort();
  base = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", "start"], {
    env: { ...process.env, NODE_ENV: "production", PORT: String(port), SIGNALBOX_DATA: join(folder, "data") },
  });
  children.push(child);
  let output = "";
  await new Promise<void>((done, fail) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      setupLink = /http\S+\/setup\S+/.exec(output)?.[0] ?? "";
      if (setupLink) done();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => fail(new Error(`The server ended: ${output}`)));
  });
}

/** Runs the copied settings as a shell would, with the agent that this server hands out. */
function startAgent(env: Record<string, string>): void {
  const state = join(folder, "state");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const child = spawn("sh", ["public/runtime-agent.sh"], {
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "test", SIGNALBOX_STATE_DIR: state, SIGNALBOX_KONG_ADMIN: kong.adminUrl, SIGNALBOX_KONG_STATUS: kong.statusUrl, ...env },
    stdio: process.env.SIGNALBOX_E2E_LOG ? "inherit" : "ignore",
  });
  children.push(child);
}

async function look(name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter((each) => each.impact === "serious" || each.impact === "critical");
  expect(serious.map((each) => `${name}: ${each.id} ${each.nodes[0]?.html}`)).toEqual([]);
  if (!SHOTS) return;
  for (const scheme of ["light", "dark"] as const) {
    await page.evaluate((isDark) => document.documentElement.classList.toggle("dark", isDark), scheme === "dark");
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  await page.evaluate(() => document.documentElement.classList.remove("dark"));
  await page.setViewportSize({ width: 1280, height: 900 });
}

beforeAll(async () => {
  kong = await startKongEmulator();
  await startServer();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: FLAGS });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
}, 180_000);

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await browser?.close();
  await kong?.close();
  rmSync(folder, { recursive: true, force: true });
});

it("a new user goes from the set-up link to an applied config version, and sees a rejection with Kong's own text", { timeout: 180_000 }, async () => {
  await page.goto(setupLink);
  await look("setup");
  await page.getByLabel("Name", { exact: true }).or(page.getByLabel("Your name")).fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel(/^Organization/).fill("Analytical Engines");
  await page.getByLabel(/^Password/).fill("correct horse battery staple");
  await page.getByRole("button", { name: /set up|create/i }).click();
  await page.waitForURL(/\/o\/[^/]+/);
  await look("runtime-groups");

  await page.getByRole("link", { name: "default", exact: true }).first().click();
  await page.waitForURL(/runtime-groups\/[0-9a-f-]{36}/);
  const groupUrl = page.url().replace(/\/$/, "");
  await look("group");

  await page.goto(`${groupUrl}/instances/new`);
  await page.getByRole("radio", { name: /universal/i }).or(page.getByRole("tab", { name: /universal/i })).first().click();
  await page.getByRole("button", { name: /generate/i }).click();
  await page.getByText(/waiting/i).first().waitFor();
  await look("new-instance");
  const text = (await page.locator("pre").allInnerTexts()).join("\n");
  const token = /sbe_[A-Za-z0-9]+/.exec(text)?.[0] ?? "";
  expect(token).not.toBe("");
  const setting = (name: string) => new RegExp(`${name}=["']?([A-Za-z0-9._:/-]+)`).exec(text)?.[1] ?? "";
  startAgent({
    SIGNALBOX_URL: base,
    SIGNALBOX_TOKEN: token,
    SIGNALBOX_INSTANCE_ID: setting("SIGNALBOX_INSTANCE_ID"),
    SIGNALBOX_SIGNING_KEY_ID: setting("SIGNALBOX_SIGNING_KEY_ID"),
  });
  await page.getByRole("status").getByText(/^connected/i).waitFor();

  const second = await page.context().newPage();
  await second.goto(`${groupUrl}/configuration`);
  await publish(second, "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n  routes:\n  - name: all\n    paths: [/]\n", "First route");
  await page.getByRole("status").getByText(/applied v1/i).waitFor();
  expect(kong.config).toMatchObject({ services: [{ name: "echo" }] });

  kong.rejectWith(() => {
    const fields = { services: [{ host: "the node refuses this host" }] };
    const body = { code: 14, name: "invalid declarative configuration", message: "declarative config is invalid: {}", fields };
    const flattened = { ...body, fields: {}, flattened_errors: [{ entity_type: "service", entity_name: "echo", errors: [{ type: "field", field: "host", message: "the node refuses this host" }] }] };
    return { status: 400, plain: body, flattened };
  });
  await second.goto(`${groupUrl}/configuration`);
  await publish(second, "_format_version: '3.0'\nservices:\n- name: echo\n  host: other.internal\n", "A host that the node refuses");
  await second.goto(`${groupUrl}/instances`);
  await second.getByRole("cell").getByText("rejected").waitFor();
  page = second;
  await look("instances");
  await page.getByRole("cell").getByRole("link").first().click();
  await page.getByText("the node refuses this host").first().waitFor();
  await look("instance");
  for (const name of ["configuration", "versions", "versions/1", "settings"]) {
    await page.goto(`${groupUrl}/${name}`);
    await page.getByRole("heading").first().waitFor();
    await look(name.replace("/", "-"));
  }
  await page.getByLabel("Group name").fill("edge");
  await page.getByLabel("Labels").fill("stage=prod, region=eu");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "edge" }).waitFor();
  for (const name of ["", "/activity", "/runtime-groups?q=stage%3Dprod&sort=-name"]) {
    await page.goto(groupUrl.replace(/\/runtime-groups.*/, name));
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look(name.replace(/\W+/g, "-") || "overview");
  }
  await page.getByRole("link", { name: "edge" }).waitFor();
});

/** Replaces the editor's text and publishes it. */
async function publish(tab: Page, source: string, message: string): Promise<void> {
  const editor = tab.locator(".cm-content");
  await editor.waitFor();
  await editor.click();
  await tab.keyboard.press("Control+a");
  await tab.keyboard.insertText(source);
  await tab.getByLabel(/message/i).first().fill(message);
  await tab.getByRole("button", { name: /^publish/i }).first().click();
  await tab.getByText(/published/i).first().waitFor();
}
