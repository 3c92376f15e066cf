import { randomUUID } from "node:crypto";
import { asc } from "drizzle-orm";
import { expect, it } from "vitest";
import { accessTokens, certificateTerms, events, openConditions } from "@/db/schema/index";
import { mintOrgDb } from "@/db/scoped";
import { deriveExpiries } from "@/server/conditions/derive-expiries";
import { createCaller } from "@/server/trpc/root";
import { LEAF_CERTIFICATE, LEAF_KEY, ROOT_CERTIFICATE } from "@/tests/support/made-certificates";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const DAY_MS = 24 * 60 * 60_000;
/** When the made certificates end. */
const END = Date.UTC(2062, 6, 2, 4, 47, 20);
const CERTIFICATE_ID = "5d0a9bd2-5f6d-4b8f-8d33-0f2f1a6f3a10";
const CA_ID = "0e6b5a1c-6f0a-4f57-9a55-6b4a8f6d2c11";

/** An org whose looks at what expires are made by hand. */
async function createExpiryWorld() {
  const world = await createTrpcWorld();
  const { deps, ours } = world;
  const org = mintOrgDb(deps.db, ours.orgId);
  const at = { org: ours.slug, groupId: ours.groupId };
  return {
    ...world,
    at,
    caller: createCaller(world.contextOf(ours.user)),
    look: () => deriveExpiries(deps, org, async () => undefined),
    /** What people were told of what expires. */
    told: async () =>
      (await deps.db.read.select().from(events).orderBy(asc(events.seq)))
        .filter(({ kind }) => kind.endsWith("Expiring"))
        .map(({ kind, detail }) => [kind, detail.name]),
    open: async () => (await deps.db.read.select().from(openConditions)).map(({ mark }) => mark),
  };
}

const withCertificate = JSON.stringify({
  _format_version: "3.0",
  certificates: [{ id: CERTIFICATE_ID, cert: LEAF_CERTIFICATE, key: LEAF_KEY, snis: [{ name: "shop.example.test" }] }],
  ca_certificates: [{ id: CA_ID, cert: ROOT_CERTIFICATE }],
});

it("a certificate of the live config version is told 30, 7 and 1 days before its end and at its end, each once, until another takes its place", async () => {
  await using world = await createExpiryWorld();
  const { caller, at, clock, look, told, open } = world;
  clock.now = END - 100 * DAY_MS;
  await caller.configVersions.publish({ ...at, source: withCertificate, message: "certificate" });
  const lookAt = async (days: number) => {
    clock.now = END - days * DAY_MS;
    await look();
    await look();
    return open();
  };
  expect(await lookAt(31)).toEqual([]);
  expect(await lookAt(30)).toEqual(["30", "30"]);
  expect((await caller.conditions.list({ org: at.org })).map(({ text, subject }) => [text, subject?.kind])).toEqual([
    ["the CA certificate 0e6b5a1c expires within 30 days", "ca_certificates"],
    ["the certificate shop.example.test expires within 30 days", "certificates"],
  ]);
  expect(await lookAt(8)).toEqual(["30", "30"]);
  expect(await lookAt(6)).toEqual(["7", "7"]);
  expect(await lookAt(0.5)).toEqual(["1", "1"]);
  expect(await lookAt(-40)).toEqual(["0", "0"]);
  expect((await told()).filter(([, name]) => name === "shop.example.test")).toHaveLength(4);
  await caller.configVersions.publish({ ...at, source: "_format_version: '3.0'\nservices: [{ name: a, host: b.internal }]", message: "none", confirmCount: 3 });
  await look();
  expect(await open()).toEqual([]);
});

it("a document is opened once for each that goes live, and what is kept of it holds no key", async () => {
  await using world = await createExpiryWorld();
  await world.caller.configVersions.publish({ ...world.at, source: withCertificate, message: "certificate" });
  await world.look();
  const [terms] = await world.deps.db.read.select().from(certificateTerms);
  expect(terms?.certificates.map(({ name }) => name).sort()).toEqual([CA_ID.slice(0, 8), "shop.example.test"].sort());
  expect(JSON.stringify(terms)).not.toMatch(/PRIVATE|BEGIN/);
});

it("an access token is told before its end and at its end, is forgotten a week later, and no more once it is revoked", async () => {
  await using world = await createExpiryWorld();
  const { caller, at, clock, look, told, open } = world;
  const { expiresAt } = await caller.accessTokens.create({ org: at.org, name: "deploy", days: 90 });
  const other = await caller.accessTokens.create({ org: at.org, name: "report", days: 90 });
  clock.now = expiresAt - 29 * DAY_MS;
  await look();
  expect(await open()).toEqual(["30", "30"]);
  const tokens = await caller.accessTokens.list({ org: at.org });
  await caller.accessTokens.revoke({ org: at.org, tokenId: tokens.find(({ name }) => name === "report")?.id ?? other.token });
  await look();
  expect(await open()).toEqual(["30"]);
  clock.now = expiresAt + DAY_MS;
  await look();
  expect((await caller.conditions.list({ org: at.org })).map(({ text }) => text)).toEqual(["the access token deploy of ours owner has expired"]);
  clock.now = expiresAt + 8 * DAY_MS;
  await look();
  expect(await open()).toEqual([]);
  expect(await told()).toEqual([
    ["tokenExpiring", "report of ours owner"],
    ["tokenExpiring", "deploy of ours owner"],
    ["tokenExpiring", "deploy of ours owner"],
  ]);
});

it("a token that lives for a day raises no notice while it is good", async () => {
  await using world = await createExpiryWorld();
  await world.caller.enrollmentTokens.create({ ...world.at, ttlMinutes: 24 * 60, maxUses: 1, labels: {}, isEphemeral: false });
  await world.look();
  world.clock.now += 0.9 * DAY_MS;
  await world.look();
  expect(await world.open()).toEqual([]);
});

it("a token that ends is told of, however many were made after it", async () => {
  await using world = await createExpiryWorld();
  const { caller, at, clock, look, open, deps, ours } = world;
  const { expiresAt } = await caller.accessTokens.create({ org: at.org, name: "deploy", days: 90 });
  const later = Array.from({ length: 1200 }, (_, index) => ({
    id: randomUUID(),
    orgId: ours.orgId,
    userId: ours.user.id,
    name: `run ${index}`,
    tokenHash: randomUUID(),
    prefix: "sbp_x",
    expiresAt: clock.now + DAY_MS,
    createdAt: clock.now + 1,
    createdBy: "ci",
  }));
  await deps.db.write((tx) => tx.insert(accessTokens).values(later));
  clock.now = expiresAt - 29 * DAY_MS;
  await look();
  expect(await open()).toEqual(["30"]);
});
