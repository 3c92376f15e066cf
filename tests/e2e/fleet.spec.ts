import { randomBytes, randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Executor } from "@/db/client";
import { configContents, configVersions, members, orgs, pluginSets, rollouts, runtimeGroups, runtimeInstances, signingKeys } from "@/db/schema/index";
import { etagOf } from "@/server/at-rest/content";
import { contentPlace, rejectedBodyPlace } from "@/server/at-rest/places";
import { createKeyRing, sealBytes, sealText } from "@/server/at-rest/seal";
import { createSigningKey } from "@/server/auth/signing";
import { inspectConfig } from "@/server/config-versions/inspect";
import { RolloutStrategy } from "@/server/domain/rollout/strategy";
import { addPerson, type Console, draft, look, signIn, startConsole } from "@/tests/support/console-world";

const DATA_KEY = randomBytes(32);
const KEYS = createKeyRing(DATA_KEY);
const NOW = Date.now();
const HOUR = 3600_000;
const ORG = { id: randomUUID(), slug: "acme", name: "Acme", createdAt: NOW };
/** Its nodes poll every hour, so that none goes away while the console is built. */
const EDGE = { id: randomUUID(), name: "edge", orgId: ORG.id, liveVersion: 2, pollIntervalSeconds: 3600, createdAt: NOW, updatedAt: NOW };
const at = { orgId: ORG.id, groupId: EDGE.id };
const GROUP = `/o/acme/runtime-groups/${EDGE.id}`;

const source = (host: string, ...plugins: string[]) =>
  `_format_version: "3.0"\nservices:\n- name: orders\n  host: ${host}\n${plugins.length > 0 ? `plugins:\n${plugins.map((name) => `- name: ${name}\n`).join("")}` : ""}`;
const REFUSAL = JSON.stringify({
  code: 14,
  name: "invalid declarative configuration",
  flattened_errors: [
    { entity_type: "service", entity_name: "orders", errors: [{ type: "field", field: "host", message: "invalid value: orders.example.com" }] },
  ],
});

/** Publishes a document as that config version, as of so many hours ago. */
async function addVersion(tx: Executor, number: number, message: string, text: string, hoursAgo: number): Promise<string> {
  const { canonical } = inspectConfig(text);
  if (!canonical) throw new Error("The document has errors.");
  const [etag, createdAt] = [etagOf(canonical.json), NOW - hoursAgo * HOUR];
  const about = { ...at, etag, entityCount: canonical.entityCount, sizeBytes: canonical.json.length, createdAt };
  await tx.insert(configContents).values({ ...about, body: await sealBytes(Buffer.from(canonical.json), KEYS, contentPlace(ORG.id, EDGE.id, etag)) });
  await tx.insert(configVersions).values({ ...about, id: randomUUID(), number, message, authorName: "Ada Lovelace" });
  return etag;
}

/** A fleet in the middle of a rollout, with one instance of each kind. */
async function arrange(tx: Executor, passwordHash: string): Promise<void> {
  const ada = await addPerson(tx, "Ada Lovelace", passwordHash);
  await tx.insert(orgs).values(ORG);
  await tx.insert(members).values({ orgId: ORG.id, userId: ada.id, role: "owner", createdAt: NOW });
  await tx.insert(runtimeGroups).values(EDGE);
  await tx.insert(signingKeys).values({ ...createSigningKey(KEYS, ORG.id), orgId: ORG.id, createdAt: NOW });
  const old = await addVersion(tx, 1, "First services", source("orders.internal"), 30);
  const etag = await addVersion(tx, 2, "Orders move, with CORS", source("orders.example.com", "cors"), 1);
  const strategy = RolloutStrategy.parse({
    stages: [
      { reach: { selector: { stage: "canary" } }, gate: {} },
      { reach: { percent: 100 }, gate: {} },
    ],
  });
  const rollout = { ...at, id: randomUUID(), fromVersion: 1, toVersion: 2, strategy, state: "paused" as const, pausedAt: NOW, stage: 0 };
  await tx.insert(rollouts).values({ ...rollout, startedBy: "Ada Lovelace", startedAt: NOW - HOUR, stageStartedAt: NOW - HOUR });
  const [whole, lacking] = [
    { hash: "whole", names: ["cors", "correlation-id", "key-auth"] },
    { hash: "lacking", names: ["key-auth"] },
  ];
  await tx.insert(pluginSets).values([whole, lacking].map((set) => ({ ...set, orgId: ORG.id })));
  const add = async (hostname: string, values: Partial<typeof runtimeInstances.$inferInsert> = {}) => {
    const id = randomUUID();
    const told = { gatewayVersion: "3.9.3", pluginSet: whole.hash, runningEtag: old, lastSeenAt: NOW, isReady: true, labels: { stage: "canary" } };
    const refusal = values.rejectedEtag ? { rejectedBody: await sealText(REFUSAL, KEYS, rejectedBodyPlace(ORG.id, id)) } : {};
    await tx.insert(runtimeInstances).values({ ...at, id, hostname, credentialHash: id, firstSeenAt: NOW - 90 * HOUR, ...told, ...values, ...refusal });
  };
  for (let node = 1; node <= 6; node++) await add(`edge-eu-0${node}`, { runningEtag: etag });
  await add("edge-eu-07", { rejectedEtag: etag, rejectedStatus: 400, rejectedAt: NOW - HOUR / 2 });
  await add("edge-eu-08", { pluginSet: lacking.hash, gatewayVersion: "3.8.1" });
  await add("edge-eu-09");
  await add("edge-us-01", { labels: {}, gatewayVersion: "3.4.3.25" });
  await add("edge-us-02", { labels: {} });
  await add("edge-us-03", { pinnedVersion: 1 });
  await add("edge-us-04", { lastSeenAt: NOW - 40 * HOUR });
}

let console_: Console;
let ada: Page;

beforeAll(async () => {
  console_ = await startConsole(arrange, { SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64") });
  ada = await console_.newPage();
  await ada.goto("/");
  await signIn(ada, "ada@example.com");
  await ada.getByRole("heading", { name: "Overview" }).waitFor();
});

afterAll(async () => console_?.stop());

it("one page says whether the whole fleet runs a config version, and if not, who and why", { timeout: 600_000 }, async () => {
  await ada.goto(`${GROUP}/versions/2`);
  await ada.getByRole("link", { name: "Fleet" }).click();
  await ada.getByText("Not yet: 6 of 11 instances that count run v2.").waitFor();
  await ada.getByText("2 instances do not count: 1 away, 1 pinned.").waitFor();
  const rows = ada.getByRole("region", { name: "Instances and v2" }).getByRole("row");
  const rowOf = (hostname: string) => rows.filter({ hasText: hostname });
  await rowOf("edge-eu-07").getByText("invalid value: orders.example.com").waitFor();
  await rowOf("edge-eu-08").getByText("uses the plugin cors, which this node has not loaded").waitFor();
  await rowOf("edge-us-02").getByText("Stage 2 of 2 of the rollout reaches it, which is paused.").waitFor();
  await rowOf("edge-us-03").getByText("Pinned to v1.").waitFor();
  await look(ada, "fleet");
  await ada.getByRole("link", { name: /rejected 1/ }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await ada.getByRole("button", { name: "Copy as CSV" }).click();
  await ada.getByText(/(Copied|Saved) 1 instance/).waitFor();
  // What Kong named leads to the entity's form.
  await rowOf("edge-eu-07").getByRole("link", { name: "service orders" }).click();
  await ada.getByRole("textbox", { name: "Host" }).waitFor();
});

it("who cannot run what is live is shown with the cure, on the group, in the list and on its page, and so is a Gateway version without support", async () => {
  await ada.goto(GROUP);
  await ada.getByText("1 of 13 instances cannot run v2.").waitFor();
  await ada.getByText(/Gateway 3.4 \(LTS\): Kong's support (ends|ended) on 2026-08-31/).waitFor();
  await look(ada, "fleet-group");
  await ada.getByRole("link", { name: "See the instances" }).click();
  const row = ada.getByRole("region", { name: "Instances" }).getByRole("row").nth(1);
  await row.getByText("incompatible", { exact: true }).waitFor();
  await look(ada, "fleet-instances");
  await row.getByRole("link").first().click();
  await ada.getByText("This node cannot run what is expected of it.").waitFor();
  await ada.getByText(/KONG_PLUGINS=bundled/).waitFor();
  await look(ada, "fleet-instance");
  await ada.goto("/o/acme");
  await ada.getByRole("link", { name: /edge: Gateway 3.8: Kong's support ended on 2025-09-11/ }).waitFor();
  await look(ada, "fleet-overview");
});

it("before a publish the review says how many instances could not run it, by Gateway version and plugins", async () => {
  await ada.goto(GROUP);
  await draft(ada, source("orders.example.com", "cors", "correlation-id", "prometheus"));
  await ada.goto(`${GROUP}/configuration/review`);
  await ada.getByText("None of the 13 instances can run this configuration.").waitFor();
  await ada.getByText(/1 instance on Gateway 3.8.1: lacks the plugins .*correlation-id/).waitFor();
  await look(ada, "fleet-review");
});
