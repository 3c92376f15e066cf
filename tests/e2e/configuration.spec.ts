import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAuthority } from "@/tests/support/certificates";
import { type Console, look, PASSWORD, publishDraft, startConsole } from "@/tests/support/console-world";

let console_: Console;
let page: Page;
let configuration: string;

beforeAll(async () => {
  console_ = await startConsole();
  page = await console_.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(console_.setupLink);
  await page.getByLabel("Your name").fill("Ada Lovelace");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Organization").fill("Analytical Engines");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set up Signalbox" }).click();
  await page.getByRole("heading", { name: "Runtime groups" }).waitFor();
  await page.getByRole("link", { name: "default", exact: true }).click();
  await page.getByRole("link", { name: "Configuration" }).click();
  await page.getByText("Add a gateway service").waitFor();
  configuration = page.url();
}, 400_000);

afterAll(() => console_?.stop());

const field = (name: string) => page.getByLabel(name, { exact: true });
const heading = (name: string | RegExp) => page.getByRole("heading", { level: 2, name });

/** Saves a new entity and waits for its page, whose heading has the focus then. */
async function create(name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.waitForURL(/\/[0-9a-f-]{36}$/);
  await heading(name).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === "H2");
}

/** Types a value into a list of chips. */
async function addChip(label: string, value: string): Promise<void> {
  await field(label).fill(value);
  await field(label).press("Enter");
}

it("a new user is led from nothing to a service, a route and a plugin, by form", { timeout: 400_000 }, async () => {
  await look(page, "configuration-empty");
  await page.getByRole("link", { name: "New gateway service" }).click();
  await heading("New gateway service").waitFor();
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("1 error").waitFor();
  expect(await field("Host").evaluate((input) => input === document.activeElement)).toBe(true);
  await field("Name").fill("orders");
  await field("Host").fill("not a host");
  await field("Port").fill("99999");
  await field("Port").blur();
  await page.getByText(/65535/).first().waitFor();
  await look(page, "service-faults");
  await field("Host").fill("orders.internal");
  await field("Port").fill("8080");
  await page.getByText("● not saved").waitFor();
  await create("orders");

  await page.getByRole("link", { name: "Add route" }).click();
  await heading("New route").waitFor();
  await field("Name").fill("orders");
  expect(await field("Service").inputValue()).toBe("orders");
  await addChip("Paths", "/orders");
  await create("orders");

  await page.getByRole("link", { name: "Add plugin" }).click();
  await page.getByRole("searchbox", { name: "Search plugins" }).fill("limit");
  await look(page, "plugin-chooser");
  await page.getByRole("link", { name: /^rate-limiting/ }).click();
  await heading("New plugin: rate-limiting").waitFor();
  expect(await field("Route").inputValue()).toBe("orders");
  // What the policy and the choice of whose requests are counted rule out is folded, with the reason.
  expect(await field("Header name").isVisible()).toBe(false);
  await page.getByText("Redis: only where Policy is redis").waitFor();
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("1 error").waitFor();
  for (const name of ["Second", "Minute", "Year"]) expect(await field(name).getAttribute("aria-invalid")).toBe("true");
  await look(page, "plugin-new");
  await field("Minute").fill("5");
  await create(/rate-limiting/);
});

it("a consumer gets a key that is shown once, and an ACL group", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/consumers/new`);
  await field("Username").fill("alice");
  await create("alice");
  await page.getByRole("link", { name: "Add key-auth credential" }).click();
  expect(await field("Consumer").inputValue()).toBe("alice");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("each node would make up its own").waitFor();
  await page.getByRole("button", { name: "Generate Key" }).click();
  const key = await field("Key").inputValue();
  expect(key.length).toBeGreaterThan(20);
  await create(/alice/);
  await page.reload();
  expect(await field("Key").inputValue()).toBe("");
  expect(await field("Key").getAttribute("placeholder")).toContain("kept unless");
  expect(await page.content()).not.toContain(key);
  await page.goto(`${configuration}/consumers`);
  await page.getByRole("link", { name: "alice", exact: true }).click();
  await page.getByRole("link", { name: "Add ACL group" }).click();
  await field("Group").fill("gold");
  await create(/gold/);
});

it("a certificate is pasted, refused where its key does not fit, and gets an SNI", { timeout: 400_000 }, async () => {
  using authority = createAuthority();
  const [one, other] = [authority.issue("shop.example.test", "DNS:shop.example.test"), authority.issue("other", "DNS:other.example.test")];
  await page.goto(`${configuration}/certificates/new`);
  await field("Certificate (PEM)").fill("no PEM at all");
  await field("Private key (PEM)").fill(one.key);
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page
    .getByText(/\d errors?/)
    .first()
    .waitFor();
  await field("Certificate (PEM)").fill(one.cert);
  await field("Private key (PEM)").fill(other.key);
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("The key does not belong to the certificate.").first().waitFor();
  await field("Private key (PEM)").fill(one.key);
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.waitForURL(/\/[0-9a-f-]{36}$/);
  await page.getByRole("link", { name: "Add SNI" }).click();
  await field("Name").fill("shop.example.test");
  await create("shop.example.test");
  await page.getByRole("list", { name: "Refers to" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "shop.example.test" }).waitFor();
  await look(page, "certificate");
  expect(await page.content()).not.toContain(one.key.split("\n")[1]);
});

it("an upstream shares its load among targets by weight", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/upstreams/new`);
  await field("Name").fill("orders.upstream");
  await create("orders.upstream");
  await page.getByRole("link", { name: "Add target" }).click();
  await field("Target").fill("10.0.0.1:8080");
  await field("Weight").fill("900");
  await create("10.0.0.1:8080");
  await page.getByRole("link", { name: "orders.upstream" }).click();
  await heading("orders.upstream").waitFor();
  await field("Target of the new target").fill("10.0.0.2:8080");
  await field("Weight of the new target").fill("100000");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText(/must be between 0 and 65535/).waitFor();
  await field("Weight of the new target").fill("100");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("weight 100").waitFor();
  await page.getByText("weight 900").waitFor();
  await look(page, "upstream");
});

it("lists are searched, sorted and filtered, and say what changed", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/routes`);
  await page.getByRole("cell", { name: /orders.*created/ }).waitFor();
  await look(page, "routes");
  await page.setViewportSize({ width: 390, height: 900 });
  // All that a row says and offers is in sight on a phone, with nothing to scroll sideways.
  const [menu, path] = [page.getByRole("button", { name: "Actions of orders" }), page.getByText("/orders", { exact: true })];
  for (const box of await Promise.all([menu.boundingBox(), path.boundingBox()])) expect((box?.x ?? 390) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("searchbox").fill("nothing like it");
  await page.getByText("No route fits this search").waitFor();
  await page.goto(configuration);
  await look(page, "configuration");
});

it("Tab comes first to a link that leads past the navigation, to the list or the form", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/routes`);
  await page.getByRole("searchbox").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("New route");
});

it("a name of ten thousand characters is cut where it is shown, and one that no page can show is refused", { timeout: 400_000 }, async () => {
  const long = "long-name-".repeat(1000);
  await page.goto(`${configuration}/consumers/new`);
  await field("Username").fill("nul\u0000");
  await page.getByText("This text holds a NUL").waitFor();
  await field("Username").fill(long);
  await create(/^long-name/);
  expect((await heading(/^long-name/).boundingBox())?.height).toBeLessThan(120);
  await page.getByRole("button", { name: /^Actions of long-name/ }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByText("Nothing else hangs on it").waitFor();
  await look(page, "delete-long-name");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL(/\/consumers$/);
  await page.waitForFunction(() => document.activeElement?.tagName === "H2");
});

it("the same entity is edited as YAML, and a fault stands at its line", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/services`);
  await page.getByRole("link", { name: "orders", exact: true }).click();
  await page.getByRole("navigation", { name: "Views of this entity" }).getByRole("link", { name: "YAML" }).click();
  const editor = page.locator(".cm-content");
  await editor.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("name: orders\nhost: orders.internal\nport: 8081\ntags: [shop]\n");
  await page.getByText("● not saved").waitFor();
  await look(page, "service-yaml");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("Saved to the draft.").waitFor();
  await page.getByRole("link", { name: "Form", exact: true }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#field-port")?.value === "8081");
});

it("what is typed and not saved is asked about before it is left, and outlives the back button", { timeout: 400_000 }, async () => {
  await field("Path").fill("/typed");
  const asked = new Promise<string>((done) => page.once("dialog", (dialog) => void dialog.dismiss().then(() => done(dialog.message()))));
  await page.getByRole("link", { name: "Upstreams", exact: false }).first().click();
  expect(await asked).toContain("not saved");
  expect(await field("Path").inputValue()).toBe("/typed");
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page.getByText("✓ as in the draft").waitFor();
});

it("two people who change one entity both see why, and nothing is lost", { timeout: 400_000 }, async () => {
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByLabel("Host", { exact: true }).fill("theirs.internal");
  await field("Host").fill("mine.internal");
  await field("Retries")
    .fill("2")
    .catch(async () => {
      await page
        .getByText(/advanced field/)
        .first()
        .click();
      await field("Retries").fill("2");
    });
  await other.getByRole("button", { name: "Save to the draft" }).click();
  await other.getByText("Saved to the draft.").waitFor();
  await page.getByRole("button", { name: "Save to the draft" }).click();
  await page
    .getByRole("alert")
    .getByText(/changed orders while you typed/)
    .waitFor();
  await look(page, "conflict");
  // Nothing is chosen before somebody chooses.
  expect(await page.getByRole("button", { name: "Save both together" }).isDisabled()).toBe(true);
  await page.getByRole("radio", { name: "Yours: mine.internal" }).check();
  await page.getByRole("button", { name: "Save both together" }).click();
  await page.getByText("✓ as in the draft").waitFor();
  expect([await field("Host").inputValue(), await field("Retries").inputValue()]).toEqual(["mine.internal", "2"]);
  await other.close();
});

it("what is typed stays when somebody deletes what it is typed into or opened for, and can be created again", { timeout: 400_000 }, async () => {
  const other = await page.context().newPage();
  const deleteBob = async () => {
    await other.goto(`${configuration}/consumers`);
    await other.getByRole("button", { name: "Actions of bob" }).click();
    await other.getByRole("menuitem", { name: "Delete" }).click();
    await other.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    // Behind the dialog no role is found at all.
    await other.getByRole("dialog").waitFor({ state: "detached" });
    await other.getByRole("link", { name: "bob", exact: true }).waitFor({ state: "detached" });
  };
  await page.goto(`${configuration}/consumers/new`);
  await field("Username").fill("bob");
  await create("bob");
  await field("Custom ID").fill("typed for minutes");
  await deleteBob();
  // Whoever opens it only now is told that there is nothing.
  expect((await other.request.get(page.url(), { headers: { accept: "text/html" } })).status()).toBe(404);
  const told = page.getByRole("alert").getByText(/^This consumer is no longer in the draft: Deleted consumer bob, by Ada Lovelace, just now/);
  await told.waitFor();
  await look(page, "gone");
  await page.getByRole("button", { name: "Create it again" }).click();
  await told.waitFor({ state: "detached" });
  await heading("bob").waitFor();
  expect(await field("Custom ID").inputValue()).toBe("typed for minutes");

  await page.getByRole("link", { name: "Add ACL group" }).click();
  await field("Group").fill("typed too");
  await deleteBob();
  await page.getByRole("alert").getByText("The consumer that this page was opened for is no longer in the draft").waitFor();
  expect(await field("Group").inputValue()).toBe("typed too");
  await page.close({ runBeforeUnload: false });
  page = other;
});

it("a deletion tells what goes along, and is undone", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/services`);
  await page.getByRole("button", { name: "Actions of orders" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByText(/hang/).first().waitFor();
  await look(page, "delete-entity");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("No gateway service yet").waitFor();
  await page.getByRole("region", { name: "Draft" }).getByRole("button", { name: "Undo" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "orders", exact: true }).waitFor();
});

it("a plugin that nobody knows is written as YAML, with a warning", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/plugins/new`);
  await field("Name of the plugin").fill("my-own");
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("Nobody here knows this plugin, so").waitFor();
  await field("Configuration").fill("mood: calm\n");
  await create(/my-own/);
});

it("the whole draft is published", { timeout: 400_000 }, async () => {
  await page.goto(`${configuration}/yaml`);
  await look(page, "draft-yaml");
  await page.goto(`${configuration}/plugins`);
  await page.getByRole("button", { name: "Actions of my-own" }).click();
  await page.getByRole("menuitem", { name: "Disable" }).click();
  await page.getByText("○ disabled").waitFor();
  await publishDraft(page, "All by form");
});
