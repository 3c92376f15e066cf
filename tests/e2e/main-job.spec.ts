import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Console, look, publish, startConsole } from "@/tests/support/console-world";
import { type KongEmulator, startKongEmulator } from "@/tests/support/kong-emulator";

let console_: Console;
let kong: KongEmulator;

beforeAll(async () => {
  kong = await startKongEmulator();
  console_ = await startConsole();
}, 240_000);

afterAll(async () => {
  await console_?.stop();
  await kong?.close();
});

/** Runs the copied settings as a shell would, with the agent that this server hands out. */
function startAgent(env: Record<string, string>): void {
  const state = join(console_.folder, "state");
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const child = spawn("sh", ["public/runtime-agent.sh"], {
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "test",
      SIGNALBOX_STATE_DIR: state,
      SIGNALBOX_KONG_ADMIN: kong.adminUrl,
      SIGNALBOX_KONG_STATUS: kong.statusUrl,
      ...env,
    },
    stdio: process.env.SIGNALBOX_E2E_LOG ? "inherit" : "ignore",
  });
  console_.children.push(child);
}

/** The emulator refuses every document from now on, as Kong says it, flattened and not. */
function refuseHosts(): void {
  kong.rejectWith(() => {
    const message = "the node refuses this host";
    const body = {
      code: 14,
      name: "invalid declarative configuration",
      message: "declarative config is invalid: {}",
      fields: { services: [{ host: message }] },
    };
    const flattened = {
      ...body,
      fields: {},
      flattened_errors: [{ entity_type: "service", entity_name: "echo", errors: [{ type: "field", field: "host", message }] }],
    };
    return { status: 400, plain: body, flattened };
  });
}

it("a new user goes from the set-up link to an applied config version, and sees a rejection with Kong's own text", { timeout: 180_000 }, async () => {
  const page = await console_.newPage();
  await page.goto(console_.setupLink);
  await look(page, "setup");
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Organization").fill("Analytical Engines");
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Set up Signalbox" }).click();
  await page.getByRole("heading", { name: "Runtime groups" }).waitFor();
  await look(page, "runtime-groups");

  await page.getByRole("link", { name: "New instance in default" }).click();
  await page.getByRole("radio", { name: /Universal/ }).check();
  const groupUrl = page.url().replace(/\/instances.*/, "");
  await page.getByRole("button", { name: "Generate" }).click();
  await page.getByRole("status").getByText("Waiting for the instance").waitFor();
  await look(page, "new-instance");
  const text = (await page.locator("pre").allInnerTexts()).join("\n");
  const token = /sbe_[A-Za-z0-9]+/.exec(text)?.[0] ?? "";
  expect(token).not.toBe("");
  const setting = (name: string) => new RegExp(`${name}=["']?([A-Za-z0-9._:/-]+)`).exec(text)?.[1] ?? "";
  startAgent({
    SIGNALBOX_URL: console_.base,
    SIGNALBOX_TOKEN: token,
    SIGNALBOX_INSTANCE_ID: setting("SIGNALBOX_INSTANCE_ID"),
    SIGNALBOX_SIGNING_KEY_ID: setting("SIGNALBOX_SIGNING_KEY_ID"),
  });
  await page
    .getByRole("status")
    .getByText(/^Connected/)
    .waitFor();

  const second = await page.context().newPage();
  await second.goto(`${groupUrl}/configuration`);
  await publish(second, "_format_version: '3.0'\nservices:\n- name: echo\n  host: echo.internal\n  routes:\n  - name: all\n    paths: [/]\n", "First route");
  const publishedAt = Date.now();
  await page.getByRole("status").getByText("Applied v1").waitFor();
  expect(Date.now() - publishedAt).toBeLessThan(30_000);
  expect(kong.config).toMatchObject({ services: [{ name: "echo" }] });

  refuseHosts();
  // Open while it happens: it must change without a reload.
  await page.goto(`${groupUrl}/instances`);
  await page.getByRole("cell").getByText("in sync").waitFor();
  await publish(
    second,
    "_format_version: '3.0'\nservices:\n- name: echo\n  host: other.internal\n  routes:\n  - name: all\n    paths: [/]\n",
    "A host that the node refuses",
  );
  await page.getByRole("cell").getByText("rejected").waitFor();
  await look(page, "instances");
  await page.getByRole("cell").getByRole("link").first().click();
  await page.getByText("the node refuses this host").first().waitFor();
  await page.getByText("The node keeps serving v1").waitFor();
  expect(kong.config).toMatchObject({ services: [{ host: "echo.internal" }] });
  await look(page, "instance");
  for (const name of ["", "/configuration", "/versions", "/versions/1", "/settings"]) {
    await page.goto(groupUrl + name);
    await page.getByRole("heading", { level: 1, name: "default" }).waitFor();
    await look(page, `group${name.replaceAll("/", "-")}`);
  }
  const org = groupUrl.replace(/\/runtime-groups.*/, "");
  for (const name of ["", "/activity", "/settings"]) {
    await page.goto(org + name);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look(page, `org${name.replace("/", "-")}`);
  }
});
