import { generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { completeSetup, createSetupLink } from "@/server/auth/setup";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";
import { granted } from "@/tests/support/draft-world";

/** Every secret of the test has this in it. */
const MARK = "hunter2";
const secret = (name: string): string => `${MARK}-${name}-${randomUUID()}`;

const PRIVATE_KEY = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

/** A document with a secret of every kind that Kong knows. */
const documentWithSecrets = () => ({
  _format_version: "3.0",
  services: [{ name: "echo", host: "echo.internal" }],
  consumers: [
    {
      username: "ada",
      keyauth_credentials: [{ key: secret("key") }],
      basicauth_credentials: [{ username: "ada", password: secret("password") }],
      jwt_secrets: [{ key: secret("issuer"), secret: secret("jwt") }],
      hmacauth_credentials: [{ username: "ada", secret: secret("hmac") }],
      oauth2_credentials: [{ name: "app", client_id: secret("client"), client_secret: secret("client-secret") }],
    },
  ],
  plugins: [{ name: "rate-limiting", config: { minute: 5, policy: "redis", redis: { host: "redis.internal", password: secret("redis") } } }],
  vaults: [{ name: "env", prefix: "my-env", config: { prefix: secret("vault") } }],
  keys: [{ kid: "k1", pem: { private_key: PRIVATE_KEY.privateKey, public_key: PRIVATE_KEY.publicKey } }],
});

type World = Awaited<ReturnType<typeof createTrpcWorld>>;

/** All bytes that are on the disk for the database. */
async function dumpOf({ deps }: World): Promise<Buffer> {
  const [main] = await deps.db.read.all<{ file: string }>(sql`PRAGMA database_list`);
  const files = ["", "-wal", "-shm", "-journal"].map((ending) => `${main?.file}${ending}`).filter((file) => existsSync(file));
  return Buffer.concat(files.map((file) => readFileSync(file)));
}

/** Lets a node enroll, and report as one does whose Kong repeats what it was given. */
async function reportFrom(world: World, etag: string, echo: string): Promise<string[]> {
  const { deps, ours } = world;
  const request = async (method: string, path: string, headers: Record<string, string>, body?: string) => {
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    return deps.runtimeApi.handle(new Request(`http://localhost/api/runtime/v1${path}`, init), { address: "192.0.2.1" });
  };
  const caller = createCaller(world.contextOf(ours.user));
  const choices = {
    platform: "universal",
    image: "kong:3.9",
    labels: {},
    proxyPort: 8000,
    proxySslPort: 8443,
    ttlMinutes: 60,
    isEphemeral: false,
    maxUses: 1,
  } as const;
  const { enrollmentToken } = await caller.setup.render({ org: ours.slug, groupId: ours.groupId, ...choices });
  const enrolled = await request("POST", "/enroll", { Authorization: `Bearer ${enrollmentToken}`, "instance-id": randomUUID(), hostname: "node-1" });
  const { credential } = (await enrolled.json()) as { credential: string }; // safe because a 201 has it
  const bearer = { Authorization: `Bearer ${credential}` };
  expect((await request("GET", "/config", bearer)).status).toBe(200);
  const told = { ...bearer, "Config-ETag": etag, "Kong-Status": "400", "Running-Config": etag };
  const rejection = JSON.stringify({
    message: "declarative config is invalid",
    flattened_errors: [{ entity_type: "consumer", entity: JSON.parse(echo) as unknown }],
  });
  expect((await request("POST", "/reports/rejected", told, rejection)).status).toBe(204);
  const report = JSON.stringify({
    version: "3.9.1",
    configuration: { ssl_cert_key: PRIVATE_KEY.privateKey, pg_password: secret("postgres") },
    plugins: { available_on_server: {} },
  });
  expect((await request("POST", "/reports/node", bearer, report)).status).toBe(204);
  expect((await request("POST", "/reports/drift", told, echo)).status).toBe(204);
  await deps.runtimeApi.flush();
  return [enrollmentToken, credential];
}

it("the bytes of the database file and its log hold no secret, private key, credential or token in clear, whoever wrote them", async () => {
  await using world = await createTrpcWorld();
  const { deps, ours } = world;
  const caller = createCaller(world.contextOf(ours.user));
  const at = { org: ours.slug, groupId: ours.groupId };
  const document = JSON.stringify(documentWithSecrets());
  await caller.configVersions.publish({ ...at, source: document, message: "with secrets" });
  let { revision } = await caller.drafts.get(at);
  const consumer = (await caller.drafts.pick({ ...at, kind: "consumers" }))[0]?.id ?? "";
  const save = async (kind: string, fields: Record<string, unknown>) =>
    ({ revision } = granted(await caller.drafts.saveEntity({ ...at, kind, fields, revision })));
  await save("keyauth_credentials", { key: secret("draft-key"), consumer });
  await save("basicauth_credentials", { username: "grace", password: secret("draft-password"), consumer });
  await save("keys", { kid: "k2", pem: { private_key: PRIVATE_KEY.privateKey, public_key: PRIVATE_KEY.publicKey } });
  await caller.drafts.undo({ ...at, revision });
  revision = (await caller.drafts.get(at)).revision;
  expect(await caller.drafts.publish({ ...at, revision, message: "of the draft" })).toEqual({ ok: true, number: 2, rolloutId: null });
  await caller.configVersions.restoreAsDraft({ ...at, number: 1 });
  await caller.configVersions.rollBack({ ...at, number: 1 });
  await caller.configVersions.export({ ...at, source: 2, format: "declarative", withSecrets: true });
  const etag = (await caller.configVersions.list(at))[0]?.etag ?? "";
  const tokens = await reportFrom(world, etag, document);
  const dump = await dumpOf(world);
  // What is no secret is found, so that the search works.
  expect(dump.includes("of the draft")).toBe(true);
  const keyLines = PRIVATE_KEY.privateKey.split("\n").slice(1, -2);
  expect([MARK, "PRIVATE KEY", "echo.internal", ...keyLines, ...tokens].filter((each) => dump.includes(each))).toEqual([]);
  const signing = await deps.db.read.all<{ private_key: string }>(sql`SELECT private_key FROM signing_keys`);
  expect(signing.every(({ private_key }) => private_key.startsWith("v2."))).toBe(true);
});

it("a password and a set-up link are in no byte of the file", async () => {
  await using world = await createTrpcWorld();
  const { deps } = world;
  await deps.db.write((tx) => tx.run(sql`DELETE FROM users`));
  const link = await createSetupLink(deps);
  const token = new URL(link ?? "").hash.replace("#token=", "");
  const password = secret("sign-in");
  await completeSetup(deps, { name: "Ada", email: "ada@example.com", orgName: "Engines", token, password });
  const dump = await dumpOf(world);
  expect(["ada@example.com", token, password].filter((each) => dump.includes(each))).toEqual(["ada@example.com"]);
});
