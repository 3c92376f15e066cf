import { randomBytes, randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { members, orgs, runtimeGroups, signingKeys } from "@/db/schema/index";
import { createKeyRing } from "@/server/at-rest/seal";
import { createSigningKey } from "@/server/auth/signing";
import { enrollAgent } from "@/tests/support/console-agent";
import { freezeNow } from "@/tests/support/console-freeze";
import { addPerson, arriveAs, type Console, draft, look, publish, startConsole } from "@/tests/support/console-world";
import { type KongEmulator, startKongEmulator } from "@/tests/support/kong-emulator";

const DATA_KEY = randomBytes(32);
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: Date.now() };
const EDGE = { id: randomUUID(), name: "edge", orgId: ORG.id, pollIntervalSeconds: 5, createdAt: Date.now(), updatedAt: Date.now() };
const GROUP = `/o/acme/runtime-groups/${EDGE.id}`;
const WAIT = { timeout: 120_000 };

const documentOf = (host: string) => `_format_version: "3.0"
services:
- name: orders
  host: ${host}
  routes:
  - name: orders
    paths: [/orders]
`;

/** Ada owns the org, Vera views. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const people = [
    [await addPerson(tx, "Ada Lovelace", passwordHash), "owner"],
    [await addPerson(tx, "Vera Viewer", passwordHash), "viewer"],
  ] as const;
  await tx.insert(orgs).values(ORG);
  for (const [{ id }, role] of people) await tx.insert(members).values({ orgId: ORG.id, userId: id, role, createdAt: ORG.createdAt });
  await tx.insert(runtimeGroups).values(EDGE);
  await tx.insert(signingKeys).values({ ...createSigningKey(createKeyRing(DATA_KEY), ORG.id), orgId: ORG.id, createdAt: ORG.createdAt });
}

const MACHINES = [
  { hostname: "edge-canary", labels: "stage=canary" },
  { hostname: "edge-1", labels: "" },
  { hostname: "edge-2", labels: "" },
] as const;

let console_: Console;
let kongs: KongEmulator[] = [];
let ada: Page;

const pageOf = async (email: string): Promise<Page> => arriveAs(await console_.newPage(), email);

beforeAll(async () => {
  kongs = await Promise.all(MACHINES.map(() => startKongEmulator()));
  console_ = await startConsole(arrange, { SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64") });
  ada = await pageOf("ada@example.com");
});

afterAll(async () => {
  await console_?.stop();
  await Promise.all(kongs.map((kong) => kong.close()));
});

function hostOf(kong: KongEmulator | undefined): string | undefined {
  const services = kong?.config?.services;
  return Array.isArray(services) ? services[0]?.host : undefined;
}
/** What the canary and the two others run. */
const hosts = () => kongs.map(hostOf);

const button = (name: string | RegExp) => ada.getByRole("button", { name, exact: typeof name === "string" });
const dialogButton = (name: string) => ada.getByRole("dialog").getByRole("button", { name, exact: true });
const stateOf = (word: string) => ada.getByRole("heading", { level: 2 }).getByText(word, { exact: true });

/** Makes the host the whole change of the draft and opens its review, its message written. */
async function review(host: string, message: string): Promise<void> {
  await draft(ada, documentOf(host));
  await ada.goto(`${GROUP}/configuration/review`);
  await ada.getByLabel("Message").fill(message);
}

async function publishStaged(host: string, message: string): Promise<void> {
  await review(host, message);
  await ada.getByText("Goes to 1 of 3 instances first; the other 2 keep what they run until their stage.").waitFor();
  await button("Publish").click();
  await ada.waitForURL(/\/rollouts\/[^/]+$/);
}

it("a group's first config version goes to everybody; then its saved strategy is how a publish goes out", { timeout: 600_000 }, async () => {
  await ada.goto(`${GROUP}/rollouts`);
  await ada.getByText("No rollout yet").waitFor();
  await look(ada, "rollouts-empty");
  for (const [index, machine] of MACHINES.entries()) {
    const kong = kongs[index];
    if (kong) await enrollAgent(console_, ada, kong, GROUP, machine);
  }
  await draft(ada, documentOf("one.internal"));
  await ada.goto(`${GROUP}/configuration/review`);
  await ada.getByText("This becomes the group's first config version").waitFor();
  expect(await ada.getByRole("radio", { name: /^Staged/ }).isDisabled()).toBe(true);
  await look(ada, "rollouts-first-review");
  await publish(ada, documentOf("one.internal"), "First services");
  await expect.poll(hosts).toEqual(["one.internal", "one.internal", "one.internal"]);

  await ada.goto(`${GROUP}/settings`);
  await ada.getByRole("radio", { name: /^Staged/ }).check();
  await button("One label first, then all").click();
  await button("Add a stage").click();
  await button("Move stage 1 down").press("Enter");
  expect(await button("Move stage 2 down").evaluate((each) => each === document.activeElement)).toBe(true);
  expect(await ada.getByLabel("Up to, % of all").first().inputValue()).toBe("50");
  await button("Remove stage 1").press("Enter");
  const ready = ada.getByLabel("Ready for, min");
  await ready.first().fill("");
  await ada.getByText("Give a number of minutes.").waitFor();
  await look(ada, "rollouts-settings-fault");
  await ready.first().fill("0");
  await ready.last().fill("0");
  await ada.getByRole("checkbox", { name: "Needs approval" }).first().check();
  await ada.getByText("Goes to 1 of 3 instances first").waitFor();
  await look(ada, "rollouts-settings");
  await button("Save strategy").click();
  await ada.getByText("Saved.").waitFor();
});

it("a staged publish reaches the canary, waits for a person, and then completes by itself", { timeout: 600_000 }, async () => {
  await review("two.internal", "Orders move");
  await ada.getByText("Goes to 1 of 3 instances first").waitFor();
  await look(ada, "rollouts-review");
  await ada.getByText("Change the stages for this time").click();
  await look(ada, "rollouts-review-stages");
  await button("Publish").click();
  await ada.waitForURL(/\/rollouts\/[^/]+$/);
  await ada.getByText("It waits for a person to approve it.").waitFor(WAIT);
  expect(hosts()).toEqual(["two.internal", "one.internal", "one.internal"]);
  await look(ada, "rollout-approval");
  const here = ada.url();
  await ada.goto(GROUP);
  await ada.getByText("v2 reaches 1 of 3 instances").waitFor();
  await look(ada, "rollout-overview");
  await ada.goto(`${GROUP}/versions`);
  await ada.getByRole("link", { name: "rolling out 33 %" }).waitFor();
  await look(ada, "rollout-versions");
  await ada.goto(here);
  await button("Approve").click();
  await ada.getByRole("dialog").getByText("Stage 2 then gives v2 to 2 more.").waitFor();
  await look(ada, "rollout-approve");
  await dialogButton("Approve").click();
  await stateOf("completed").waitFor(WAIT);
  await expect.poll(hosts).toEqual(["two.internal", "two.internal", "two.internal"]);
  await ada.getByText("Ada Lovelace approved stage 1").waitFor();
  await look(ada, "rollout-completed");
});

it("a rollout halts where the canary refuses it, says why, and a person rolls it back", { timeout: 600_000 }, async () => {
  const message = "the node refuses this host";
  const body = { code: 14, name: "invalid declarative configuration", message: "declarative config is invalid: {}", fields: { services: [{ host: message }] } };
  const flattened = {
    ...body,
    fields: {},
    flattened_errors: [{ entity_type: "service", entity_name: "orders", errors: [{ type: "field", field: "host", message }] }],
  };
  kongs[0]?.rejectWith((document) => (JSON.stringify(document).includes("three.internal") ? { status: 400, plain: body, flattened } : null));
  await publishStaged("three.internal", "A host that the canary refuses");
  await stateOf("halted").waitFor(WAIT);
  await ada.getByText(message).waitFor();
  await ada.getByRole("link", { name: "edge-canary" }).waitFor();
  await ada.getByText("Halted by itself: 1 instance rejected it.").waitFor();
  expect(hosts()).toEqual(["two.internal", "two.internal", "two.internal"]);
  await look(ada, "rollout-halted");
  const here = ada.url();
  await ada.goto(`${GROUP}/versions/3`);
  await ada.getByRole("link", { name: "halted at 33 %" }).waitFor();
  await look(ada, "rollout-version-halted");

  const vera = await pageOf("vera@example.com");
  await vera.goto(here);
  await vera.getByText("does not steer rollouts").waitFor();
  expect(await vera.getByRole("button", { name: "Roll back" }).count()).toBe(0);

  await ada.goto(here);
  await button("Roll back").click();
  await ada.getByRole("dialog").getByText("the 1 instance that v3 has reached goes back to it, the other 2 keep it").waitFor();
  await look(ada, "rollout-roll-back");
  await dialogButton("Roll back").click();
  await stateOf("rolled back").waitFor(WAIT);
  await ada.getByRole("heading", { name: "Who refused v3" }).waitFor();
  await ada.getByText(message).waitFor();
  await look(ada, "rollout-rolled-back");
  await ada.goto(`${GROUP}/versions/4`);
  await ada.getByText("content of v2").waitFor();
  await ada.getByText("3 of 3 instances").waitFor(WAIT);
  await ada.goto(GROUP);
  await ada.getByText("Last rollout").waitFor();
  await look(ada, "rollout-overview-rolled-back");
});

it("a publish during a rollout asks what becomes of it, and supersedes it", { timeout: 600_000 }, async () => {
  kongs[0]?.rejectWith(null);
  await publishStaged("four.internal", "Orders move again");
  await ada.getByText("It waits for a person to approve it.").waitFor(WAIT);

  // What is confirmed is what the dialog said when it was opened, though the page has renewed itself behind it.
  await button("Promote now").click();
  const other = await pageOf("ada@example.com");
  await other.goto(ada.url());
  for (const act of ["Pause", "Resume"]) {
    await other.getByRole("button", { name: act, exact: true }).click();
    await other.getByRole("dialog").getByRole("button", { name: act, exact: true }).click();
  }
  await ada.getByText("Ada Lovelace resumed it in stage 1").waitFor(WAIT);
  await dialogButton("Promote now").click();
  await ada.getByRole("dialog").getByText("The rollout has changed since you looked").waitFor();
  await look(ada, "rollout-changed-meanwhile");
  await dialogButton("Cancel").click();

  await button("Pause").click();
  await dialogButton("Pause").click();
  await stateOf("paused").waitFor(WAIT);
  await look(ada, "rollout-paused");
  await button("Resume").click();
  await ada.getByRole("dialog").getByText("with as much of its time limit left").waitFor();
  await dialogButton("Resume").click();
  await stateOf("running").waitFor(WAIT);
  await review("five.internal", "Now at once");
  await ada.getByText("The rollout of v5 has not ended").waitFor();
  expect(await button("Publish").isDisabled()).toBe(true);
  await look(ada, "rollouts-review-active");
  await ada.getByRole("radio", { name: /^All at once/ }).check();
  await ada.getByRole("checkbox", { name: "Supersede the rollout of v5" }).check();
  await button("Publish").click();
  await ada.waitForURL(/\/versions\/6$/);
  await expect.poll(hosts).toEqual(["five.internal", "five.internal", "five.internal"]);
  await ada.goto(`${GROUP}/rollouts`);
  await ada.getByRole("cell", { name: "superseded" }).waitFor();
  await look(ada, "rollouts-list");

  await ada.goto(`${GROUP}/versions`);
  await button("Roll back to this").first().click();
  await ada.getByRole("dialog").getByText("Goes to 1 of 3 instances first").waitFor();
  await look(ada, "rollouts-roll-back-dialog");
});

it("a rollout is promoted in spite of a freeze where its reason is told, which stands in the activity", { timeout: 600_000 }, async () => {
  await publishStaged("six.internal", "A leak is closed");
  await ada.getByText("It waits for a person to approve it.").waitFor(WAIT);
  const here = ada.url();
  await ada.goto(`${GROUP}/settings`);
  await freezeNow(ada, "Audit");
  await ada.goto(here);
  await button("Promote now").click();
  await ada.getByRole("dialog").getByText("2 more instances get v7 at once, without waiting for any gate.").waitFor();
  expect(await dialogButton("Promote now").isDisabled()).toBe(true);
  await ada.getByLabel("Why it cannot wait").fill("A leak is being closed.");
  await look(ada, "rollout-promote-frozen");
  await dialogButton("Promote now").click();
  await stateOf("completed").waitFor(WAIT);
  await expect.poll(hosts).toEqual(["six.internal", "six.internal", "six.internal"]);
  await ada.goto("/o/acme/activity");
  await ada.getByText("overrode the freeze window").waitFor();
  await ada.goto(`${GROUP}/settings`);
  await ada.getByRole("row", { name: /Audit/ }).getByRole("button", { name: "Delete" }).click();
  await dialogButton("Delete").click();
  await ada.getByText("No freeze window holds here").waitFor();
});

it("an abandoned rollout ends where it is, and the next publish takes in everybody", { timeout: 600_000 }, async () => {
  await publishStaged("seven.internal", "Begun and left");
  await ada.getByText("It waits for a person to approve it.").waitFor(WAIT);
  await button("Abandon").click();
  await ada.getByRole("dialog").getByText("1 instance keeps v8, and 2 instances keep v7, until the next publish.").waitFor();
  await look(ada, "rollout-abandon");
  await dialogButton("Abandon").click();
  await stateOf("abandoned").waitFor(WAIT);
  expect(hosts()).toEqual(["seven.internal", "six.internal", "six.internal"]);
  await look(ada, "rollout-abandoned");
  await review("eight.internal", "For everybody");
  await ada.getByRole("radio", { name: /^All at once/ }).check();
  await button("Publish").click();
  await ada.waitForURL(/\/versions\/9$/);
  await expect.poll(hosts).toEqual(["eight.internal", "eight.internal", "eight.internal"]);
});
