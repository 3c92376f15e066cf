import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { enrollmentTokens, orgs, runtimeGroups, runtimeInstances } from "@/db/schema/index";
import { hashToken, newToken } from "@/server/auth/token-hash";
import { freePort } from "@/tests/support/free-port";

const open = (url: string) => openDatabase(url, undefined, (error) => Promise.reject(error));

/** A database with an enrollment token. */
async function arrange(url: string): Promise<string> {
  await migrateDatabase(url, undefined, resolve("db", "migrations"));
  const db = await open(url);
  const [orgId, groupId, token] = [randomUUID(), randomUUID(), newToken("sbe")];
  const row = { id: randomUUID(), orgId, groupId, tokenHash: hashToken(token), expiresAt: Date.now() + 3_600_000, createdAt: 0, createdBy: "Ada" };
  await db.write(async (tx) => {
    await tx.insert(orgs).values({ id: orgId, slug: "o", name: "O", createdAt: 0 });
    await tx.insert(runtimeGroups).values({ id: groupId, orgId, name: "default", createdAt: 0, updatedAt: 0 });
    await tx.insert(enrollmentTokens).values(row);
  });
  db.close();
  return token;
}

async function start(data: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["server/bin/bootstrap.mjs", "start"], {
    env: { ...process.env, NODE_ENV: "production", PORT: String(port), SIGNALBOX_DATA: data },
  });
  let said = "";
  await new Promise<void>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => /Signalbox is at/.test((said += chunk.toString())) && done());
    child.once("exit", () => fail(new Error(`The server ended: ${said}`)));
  });
  return child;
}

/** A request of which the server has the head (it says 100) and not yet the rest. */
async function begin(port: number, head: string) {
  const socket = connect(port, "127.0.0.1");
  let got = "";
  socket.on("data", (chunk) => (got += chunk.toString()));
  socket.write(`${head}\r\nHost: s\r\nExpect: 100-continue\r\n\r\n`);
  await expect.poll(() => got).toContain("100 Continue");
  return { finish: (rest: string) => socket.write(rest), answered: once(socket, "close").then(() => got.replace(/^HTTP\/1.1 100 Continue\r\n\r\n/, "")) };
}

it("on SIGTERM npm start answers what is in progress, and the waiting polls at once, and ends with 0", { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-drain-"));
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  const url = `file:${join(data, "signalbox.db")}`;
  const token = await arrange(url);
  const port = await freePort();
  const child = await start(data, port);
  const enrollHead = `POST /api/runtime/v1/enroll HTTP/1.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/x-www-form-urlencoded`;
  const early = await fetch(`http://127.0.0.1:${port}/api/runtime/v1/enroll`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "instance-id": randomUUID(), hostname: "early" },
  });
  const { credential } = (await early.json()) as { credential: string }; // safe because a poll without a good one gets 401 below

  const body = `instance-id=${randomUUID()}&hostname=late`;
  const enrolling = await begin(port, `${enrollHead}\r\nContent-Length: ${body.length}`);
  enrolling.finish(body.slice(0, 10));
  const signingIn = await begin(port, "POST /api/auth/callback/credentials HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 13");
  const polling = await begin(port, `GET /api/runtime/v1/config HTTP/1.1\r\nAuthorization: Bearer ${credential}\r\nPrefer: wait=50`);

  const toldAt = performance.now();
  child.kill("SIGTERM");
  expect(await polling.answered).toMatch(/^HTTP\/1\.1 204 [\s\S]*Connection: close/i);
  await expect(fetch(`http://127.0.0.1:${port}/api/health`)).rejects.toThrow();
  expect(child.exitCode).toBeNull();
  signingIn.finish("csrfToken=abc");
  enrolling.finish(body.slice(10));
  expect(await enrolling.answered).toMatch(/^HTTP\/1\.1 201 /);
  expect(await signingIn.answered).toMatch(/^HTTP\/1\.1 [234]\d\d /);
  const [code] = child.exitCode === null ? ((await once(child, "exit")) as [number | null]) : [child.exitCode]; // safe because Node gives the code first
  expect(code).toBe(0);
  expect(performance.now() - toldAt).toBeLessThan(30_000);

  const db = await open(url);
  const rows = await db.read.select({ hostname: runtimeInstances.hostname }).from(runtimeInstances);
  expect(rows.map((row) => row.hostname).toSorted()).toEqual(["early", "late"]);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});
