import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { type Executor, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { insertUser } from "@/db/queries/people";
import { hashPassword } from "@/server/auth/password";
import { freePort } from "./free-port";

const FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync".split(" ");
const SHOTS = process.env.SIGNALBOX_SHOTS;
export const PASSWORD = "correct horse battery staple";

/** Starts the server by the command of the README and gives its output once it says `ready`. */
function startServer(dataFolder: string, port: number, ready: RegExp, children: ChildProcess[], settings: Record<string, string>): Promise<string> {
  const env = { ...process.env, NODE_ENV: "production" as const, PORT: String(port), SIGNALBOX_DATA: dataFolder, ...settings };
  const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", "start"], { env });
  children.push(child);
  let output = "";
  return new Promise((done, fail) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (ready.test(output)) done(output);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => fail(new Error(`The server ended: ${output}`)));
  });
}

/** Fails on what axe calls serious or critical, in both themes, and on a page wider than a phone. Takes pictures where SIGNALBOX_SHOTS names a folder. */
export async function look(page: Page, name: string): Promise<void> {
  const setTheme = (isDark: boolean) => page.evaluate((dark) => document.documentElement.classList.toggle("dark", dark), isDark);
  const faults: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    await setTheme(scheme === "dark");
    // Otherwise axe opens a page of its own for each run, though no page of ours holds a frame.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
    // A theme changes colours alone.
    const { violations } = await (scheme === "dark" ? axe.withRules(["color-contrast"]) : axe).analyze();
    const serious = violations.filter((each) => each.impact === "serious" || each.impact === "critical");
    faults.push(...serious.flatMap((each) => each.nodes.map((node) => `${name}, ${scheme}: ${each.id} ${node.html}`)));
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      const isWider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      if (isWider) faults.push(`${name}: wider than ${width} px`);
      if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await setTheme(false);
  expect(faults).toEqual([]);
}

/** Replaces the editor's text. */
export async function write(page: Page, source: string): Promise<void> {
  const editor = page.locator(".cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(source);
}

const groupOf = (page: Page): string => /^https?:\/\/[^/]+\/o\/[^/]+\/runtime-groups\/[^/]+/.exec(page.url())?.[0] ?? "";

/** Makes the text the whole draft of the group whose page is open. */
export async function draft(page: Page, source: string): Promise<void> {
  await page.goto(`${groupOf(page)}/configuration/yaml`);
  await write(page, source);
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("Saved to the draft.").waitFor();
}

/** Publishes the draft of the group whose page is open, by way of its review; ends at the page of the new version. */
export async function publishDraft(page: Page, message: string): Promise<void> {
  await page.goto(`${groupOf(page)}/configuration/review`);
  await page.getByLabel("Message").fill(message);
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.waitForURL(/\/versions\/\d+$/);
}

/** Makes the text the whole draft of the group whose page is open and publishes it. */
export async function publish(page: Page, source: string, message: string): Promise<void> {
  await draft(page, source);
  await publishDraft(page, message);
}

/** Fills in the sign-in form and sends it. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** The page, signed in as this person, at the overview. */
export async function arriveAs(page: Page, email: string): Promise<Page> {
  await page.goto("/");
  await signIn(page, email);
  await page.getByRole("heading", { name: "Overview" }).waitFor();
  return page;
}

/** A person that can sign in with `PASSWORD`. */
export async function addPerson(tx: Executor, name: string, passwordHash: string): Promise<{ id: string; name: string; email: string }> {
  const person = { id: randomUUID(), name, email: `${name.split(" ")[0]?.toLowerCase()}@example.com` };
  await insertUser(tx, { ...person, passwordHash, createdAt: Date.now() });
  return person;
}

/** A Chromium whose pages are of the console at that address. */
export async function openBrowser(base: string) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: FLAGS });
  return {
    /** A page of a browser of its own: no cookie is shared. */
    async newPage(): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
        baseURL: base,
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      return page;
    },
    close: () => browser.close(),
  };
}

/**
 * A running console and a Chromium. With `arrange`, its database is filled before the start; without, it is fresh, and
 * `setupLink` leads in.
 */
export async function startConsole(arrange?: (tx: Executor, passwordHash: string) => Promise<void>, settings: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-e2e-"));
  const children: ChildProcess[] = [];
  const data = join(folder, "data");
  if (arrange) {
    mkdirSync(data, { mode: 0o700 });
    const url = `file:${join(data, "signalbox.db")}`;
    await migrateDatabase(url, undefined, resolve("db", "migrations"));
    const db = await openDatabase(url, undefined, (error) => {
      throw error;
    });
    const passwordHash = await hashPassword(PASSWORD);
    await db.write((tx) => arrange(tx, passwordHash));
    db.close();
  }
  const port = await freePort();
  const output = await startServer(data, port, arrange ? /Signalbox is at/ : /http\S+\/setup\S+\n/, children, settings);
  const base = `http://localhost:${port}`;
  const browser = await openBrowser(base);
  return {
    base,
    folder,
    children,
    setupLink: /http\S+\/setup\S+/.exec(output)?.[0] ?? "",
    newPage: browser.newPage,
    async stop(): Promise<void> {
      for (const child of children) child.kill("SIGKILL");
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Console = Awaited<ReturnType<typeof startConsole>>;
