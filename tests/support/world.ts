import { createHash, randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { join, resolve } from "node:path";
import { createClient } from "@libsql/client";
import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { expect, inject, it } from "vitest";
import { type Database, openDatabase } from "../../db/client";
import { configContents, configVersions, enrollmentTokens, members, orgs, runtimeGroups, runtimeInstances, signingKeys, users } from "../../db/schema/index";
import { hashToken, newToken } from "../../server/auth/token-hash";
import { contentPlace, nodeReportPlace, rejectedBodyPlace } from "../../server/at-rest/places";
import { createKeyRing, openText, sealBytes } from "../../server/at-rest/seal";
import { createSigningKey } from "../../server/auth/signing";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";

const KEYS = createKeyRing(new Uint8Array(32).fill(7));
const START = Date.UTC(2026, 0, 1);

/** Given in `tests/edge`: the same cases then go over HTTP to the worker that runs there. Undefined: they are answered in this process. */
const edge = inject("edge");

/** A case that needs what only this process can give: a clock that stands still, faults, wake-ups. */
export const itInProcess = it.skipIf(edge !== undefined);

/** The longest wait that the door honours. */
export const LONGEST_WAIT = edge ? 20 : 55;

/** A change is seen at once where it was made, and within five seconds anywhere else. */
export const expectSoon = <T>(read: () => Promise<T>, wanted: T): Promise<void> =>
  edge ? expect.poll(read).toEqual(wanted) : read().then((value) => expect(value).toEqual(wanted));

let template: Promise<string> | undefined;

/** A migrated, empty database file, made once per process. */
async function makeTemplate(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-template-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "template.db");
  const client = createClient({ url: `file:${file}` });
  await migrate(drizzle(client), { migrationsFolder: resolve("db", "migrations") });
  client.close();
  return file;
}

/** The database of a world: its own file, behind HTTP where the worker must reach it too. */
async function openWorldDatabase(file: string): Promise<Database> {
  const fail = (error: unknown) => {
    throw error;
  };
  if (!edge) return openDatabase(`file:${file}`, undefined, fail);
  const served = await fetch(edge.controlUrl, { method: "POST", body: file });
  if (!served.ok) throw new Error("The database file was not served.");
  return openDatabase(edge.databaseUrl, undefined, fail);
}

/** The database with its reads counted and its writes breakable. */
function observed(db: Database) {
  const faults = { reads: 0, writesFail: false, readsFail: false };
  const read = new Proxy(db.read, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== "function") return value;
      faults.reads += 1;
      if (faults.readsFail) throw new Error("params: secret-parameter");
      return value.bind(target);
    },
  });
  const watched: Database = { ...db, read, write: (work) => (faults.writesFail ? Promise.reject(new Error("disk full")) : db.write(work)) };
  return { faults, watched };
}

async function addOrg(db: Database, slug: string) {
  const [orgId, groupId, userId] = [randomUUID(), randomUUID(), randomUUID()];
  const key = createSigningKey(KEYS, orgId);
  await db.write(async (tx) => {
    await tx.insert(users).values({ id: userId, name: `${slug} owner`, email: `${slug}@example.com`, createdAt: START });
    await tx.insert(orgs).values({ id: orgId, slug, name: slug, createdAt: START });
    await tx.insert(members).values({ orgId, userId, role: "owner", createdAt: START });
    await tx.insert(runtimeGroups).values({ id: groupId, orgId, name: "default", createdAt: START, updatedAt: START });
    await tx.insert(signingKeys).values({ ...key, orgId, createdAt: START });
  });
  return { slug, orgId, groupId, userId, keyId: key.id };
}

/** An org of the world with its `default` group. */
export type WorldGroup = Awaited<ReturnType<typeof addOrg>>;

/** What a request of a test may say. */
export interface Say {
  token?: string;
  headers?: Record<string, string>;
  body?: string;
  address?: string;
  signal?: AbortSignal;
}

/** Two orgs with an owner, a `default` group and a signing key each, on a database file of their own; a clock that stands still (on the edge: the real one). */
export async function createWorld() {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-world-"));
  copyFileSync(await (template ??= makeTemplate()), join(folder, "test.db"));
  const db = await openWorldDatabase(join(folder, "test.db"));
  let offset = 0;
  const clock = {
    get now() {
      return edge ? Date.now() : START + offset;
    },
    advance: (ms: number) => (offset += ms),
    /** Matches a time that the server took just now. */
    justNow: (): unknown => (edge ? expect.closeTo(Date.now(), -4) : clock.now),
  };
  const { faults, watched } = observed(db);
  const logged: string[] = [];
  const api = createRuntimeApi({ db: watched, now: () => clock.now, keys: KEYS, log: (line) => logged.push(line) });

  const request = (method: string, path: string, { token, headers = {}, body, address = "192.0.2.1", signal }: Say = {}) => {
    const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
    const init = { method, headers: { ...authorization, ...headers }, ...(body === undefined ? {} : { body }), ...(signal ? { signal } : {}) };
    const url = `${edge?.url ?? "http://localhost"}/api/runtime/v1${path}`;
    if (edge) return fetch(url, { ...init, headers: { ...init.headers, "CF-Connecting-IP": address } });
    return api.handle(new Request(url, init), { address });
  };

  const enrollmentToken = async (group: WorldGroup, values: Partial<typeof enrollmentTokens.$inferInsert> = {}) => {
    const token = newToken("sbe");
    const { orgId, groupId } = group;
    const row = { id: randomUUID(), orgId, groupId, tokenHash: hashToken(token), expiresAt: clock.now + 3_600_000, createdAt: clock.now, createdBy: "owner" };
    await db.write((tx) => tx.insert(enrollmentTokens).values({ ...row, ...values }));
    return token;
  };

  return {
    db,
    watched,
    api,
    clock,
    faults,
    logged,
    request,
    enrollmentToken,
    ours: await addOrg(db, "ours"),
    theirs: await addOrg(db, "theirs"),
    /** Waits until so many polls are held; a worker cannot tell, so there a moment must do. */
    untilHeld: (count: number) => (edge ? sleep(200) : expect.poll(() => api.waiting()).toBe(count)),
    /** Another group of the org. */
    async addGroup(org: WorldGroup): Promise<WorldGroup> {
      const groupId = randomUUID();
      await db.write((tx) => tx.insert(runtimeGroups).values({ id: groupId, orgId: org.orgId, name: groupId, createdAt: START, updatedAt: START }));
      return { ...org, groupId };
    },
    /** Enrolls an instance through the API. */
    async enroll(group: WorldGroup, values: Partial<typeof enrollmentTokens.$inferInsert> = {}, instanceId: string = randomUUID()) {
      const headers = { "instance-id": instanceId, hostname: "node-1" };
      const answer = await request("POST", "/enroll", { token: await enrollmentToken(group, values), headers });
      const { credential } = (await answer.json()) as { credential: string }; // safe because a test that uses a missing one gets 401
      return { instanceId, credential };
    },
    /** Writes the group's next version, moves its pointer and tells the API. */
    async publish(group: WorldGroup, document: object) {
      const { orgId, groupId } = group;
      const body = JSON.stringify({ _format_version: "3.0", ...document });
      const etag = `"sha256-${createHash("sha256").update(body).digest("hex")}"`;
      const sealed = await sealBytes(Buffer.from(body), KEYS, contentPlace(orgId, groupId, etag));
      const number = await db.write(async (tx) => {
        const next = (await tx.select().from(configVersions).where(eq(configVersions.groupId, groupId))).length + 1;
        const about = { message: "m", authorName: "owner", entityCount: 1, sizeBytes: Buffer.byteLength(body), createdAt: clock.now };
        await tx.insert(configVersions).values({ id: randomUUID(), orgId, groupId, number: next, etag, ...about });
        const content = { orgId, groupId, etag, body: sealed, sizeBytes: about.sizeBytes, entityCount: 1, createdAt: clock.now };
        await tx.insert(configContents).values(content).onConflictDoNothing();
        await tx.update(runtimeGroups).set({ liveVersion: next }).where(eq(runtimeGroups.id, groupId));
        return next;
      });
      api.groupChanged(groupId);
      return { etag, number, body };
    },
    /** Changes an instance's row as the console would, and tells the API. */
    async change(instanceId: string, values: Partial<typeof runtimeInstances.$inferInsert>) {
      await db.write((tx) => tx.update(runtimeInstances).set(values).where(eq(runtimeInstances.id, instanceId)));
      api.instanceChanged(instanceId);
    },
    /** The instance's row, with what is sealed in it opened. */
    async instance(instanceId: string) {
      const row = await db.read.select().from(runtimeInstances).where(eq(runtimeInstances.id, instanceId)).get();
      const opened = (text: string | null, place: typeof nodeReportPlace) => (text === null || !row ? null : openText(text, KEYS, place(row.orgId, row.id)));
      if (!row) return undefined;
      const [nodeReport, rejectedBody] = [await opened(row.nodeReport, nodeReportPlace), await opened(row.rejectedBody, rejectedBodyPlace)];
      return { ...row, nodeReport, rejectedBody };
    },
    async [Symbol.asyncDispose]() {
      faults.writesFail = false;
      await api.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
