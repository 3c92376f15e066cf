import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { type Executor, openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { insertOrg, insertUser } from "@/db/queries/people";
import { members } from "@/db/schema/index";
import { createKeyRing } from "@/server/at-rest/seal";
import { hashPassword } from "@/server/auth/password";
import { createSigningKey } from "@/server/auth/signing";
import { freePort } from "@/tests/support/free-port";
import { startHranaServer } from "@/tests/support/hrana-server";

const DATA_KEY = Buffer.alloc(32, 7);
const PASSWORD = "correct horse battery staple";
const ADA = { id: randomUUID(), name: "Ada", email: "ada@example.com" };
const GRACE = { id: randomUUID(), name: "Grace", email: "grace@example.com" };
const folder = mkdtempSync(join(tmpdir(), "signalbox-two-nodes-"));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** Ada owns Engines, and Grace is an Admin of it. */
async function arrange(tx: Executor): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  for (const person of [ADA, GRACE]) await insertUser(tx, { ...person, passwordHash, createdAt: 0 });
  const signingKey = createSigningKey(createKeyRing(DATA_KEY), "engines");
  await insertOrg(tx, { org: { id: "engines", name: "Engines" }, ownerId: ADA.id, groupId: randomUUID(), signingKey, now: 0 });
  await tx.insert(members).values({ orgId: "engines", userId: GRACE.id, role: "admin", createdAt: 0 });
}

/** A server of its own by the command of the README; gives its address once it listens. */
async function startNode(databaseUrl: string, name: string): Promise<string> {
  const port = await freePort();
  const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", "start"], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      SIGNALBOX_DATA: join(folder, name),
      SIGNALBOX_DATA_KEY: DATA_KEY.toString("base64"),
      AUTH_SECRET: "s".repeat(32),
    },
  });
  children.push(child);
  let output = "";
  await new Promise<void>((done, fail) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Signalbox is at")) done();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("exit", () => fail(new Error(`${name} ended: ${output}`)));
  });
  return `http://localhost:${port}`;
}

/** Signs in at this node, and gives the session's cookies, which any node takes. */
async function signIn(node: string, email: string): Promise<string> {
  const jar = new Map<string, string>();
  const ask = async (path: string, body?: Record<string, string>) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(`${node}/api/auth/${path}`, {
      redirect: "manual",
      headers: { cookie },
      ...(body && { method: "POST", body: new URLSearchParams(body) }),
    });
    for (const line of answer.headers.getSetCookie()) jar.set(line.slice(0, line.indexOf("=")), (line.split(";")[0] ?? "").slice(line.indexOf("=") + 1));
    return answer;
  };
  const { csrfToken } = (await (await ask("csrf")).json()) as { csrfToken: string }; // safe because the sign-in fails without it
  await ask("callback/credentials", { csrfToken, email, password: PASSWORD });
  return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
}

/** What a procedure answers at this node: its status, and the answer or the error's words. */
async function call(node: string, cookie: string, procedure: string, input: object, isMutation = false) {
  const json = JSON.stringify({ json: { org: "engines", ...input } });
  const url = `${node}/api/trpc/${procedure}${isMutation ? "" : `?input=${encodeURIComponent(json)}`}`;
  const answer = await fetch(url, { headers: { cookie, "content-type": "application/json" }, ...(isMutation && { method: "POST", body: json }) });
  const { result } = (await answer.json()) as { result?: { data: { json: Record<string, unknown> } } }; // safe because tRPC answers so
  return { status: answer.status, data: result?.data.json };
}

const asToken = async (node: string, token: string, path = "") =>
  (await fetch(`${node}/api/v1/orgs/engines${path}`, { headers: { Authorization: `Bearer ${token}` } })).status;

it("a demotion and a removal on one node hold at the next request on another, for the open session and for the token, without a new sign-in", async () => {
  const server = await startHranaServer(join(folder, "server.db"));
  await migrateDatabase(server.url, undefined, resolve("db", "migrations"));
  const db = await openDatabase(server.url, undefined, (error) => Promise.reject(error));
  await db.write(arrange);
  const here = await startNode(server.url, "here");
  const there = await startNode(server.url, "there");
  const [ada, grace] = [await signIn(here, ADA.email), await signIn(there, GRACE.email)];
  const made = await call(there, grace, "accessTokens.create", { name: "ci", days: 30 }, true);
  const token = String(made.data?.["token"]);
  // Each has been answered where it is looked at, so that whatever a node might keep is kept by now.
  expect([await call(there, grace, "org.get", {}), await asToken(there, token)]).toEqual([
    expect.objectContaining({ data: expect.objectContaining({ role: "admin" }) }),
    200,
  ]);
  expect((await call(there, grace, "members.listInvitations", {})).status).toBe(200);
  expect(await asToken(there, token, "/all-access-tokens")).toBe(200);

  expect((await call(here, ada, "members.update", { userId: GRACE.id, role: "viewer" }, true)).status).toBe(200);
  expect((await call(there, grace, "members.listInvitations", {})).status).toBe(403);
  expect((await call(there, grace, "org.get", {})).data).toMatchObject({ role: "viewer" });
  expect([await asToken(there, token, "/all-access-tokens"), await asToken(there, token)]).toEqual([403, 200]);

  expect((await call(here, ada, "members.remove", { userId: GRACE.id }, true)).status).toBe(200);
  expect((await call(there, grace, "org.get", {})).status).toBe(404);
  expect(await asToken(there, token)).toBe(401);
  db.close();
  await server.close();
});
