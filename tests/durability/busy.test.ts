import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import Libsql from "libsql";
import { expect, it } from "vitest";
import { openDatabase } from "../../db/client";
import { enrollmentTokens, orgs, runtimeInstances } from "../../db/schema/index";
import { hashToken, newToken } from "../../server/auth/token-hash";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";
import { KEYS, seed } from "../load/seed";

const BUSY_TIMEOUT_MS = 100;

/** A runtime API on a file that another connection can lock. */
async function createLockable() {
  const { folder, url, orgId, groupId } = await seed(1);
  const busy: unknown[] = [];
  const open = async () => {
    const db = await openDatabase(url, undefined, (error) => busy.push(error), BUSY_TIMEOUT_MS);
    return { db, api: createRuntimeApi({ db, now: () => Date.now(), keys: KEYS, log: () => undefined }) };
  };
  const first = await open();
  const token = newToken("sbe");
  await first.db.write((tx) =>
    tx
      .insert(enrollmentTokens)
      .values({ id: randomUUID(), orgId, groupId, tokenHash: hashToken(token), expiresAt: Date.now() + 3_600_000, createdAt: 0, createdBy: "owner" }),
  );
  return {
    ...first,
    open,
    busy,
    orgId,
    enroll: (hostname: string) => {
      const headers = { Authorization: `Bearer ${token}`, "instance-id": randomUUID(), hostname };
      return first.api.handle(new Request("http://localhost/api/runtime/v1/enroll", { method: "POST", headers }), { address: "192.0.2.1" });
    },
    /** Holds the write lock until what it answers is called. */
    lock: () => {
      const other = new Libsql(url.slice("file:".length));
      other.exec("BEGIN IMMEDIATE");
      return () => {
        other.exec("ROLLBACK");
        other.close();
      };
    },
    [Symbol.dispose]: () => {
      first.db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

it("a busy database acknowledges nothing, is told once, and refuses every later write; what was acknowledged is there after a restart", async () => {
  using world = await createLockable();
  expect((await world.enroll("before")).status).toBe(201);
  const release = world.lock();
  const during = await Promise.all([world.enroll("during-1"), world.enroll("during-2")]);
  expect(during.map((answer) => answer.status)).toEqual([500, 500]);
  expect(world.busy).toHaveLength(1);
  release();
  expect((await world.enroll("after")).status).toBe(500);
  world.db.close();

  const { db, api } = await world.open();
  const rows = await db.read.select({ hostname: runtimeInstances.hostname }).from(runtimeInstances);
  expect(rows.map((row) => row.hostname).toSorted()).toEqual(["before", "node-0"]);
  await db.write((tx) => tx.insert(orgs).values({ id: randomUUID(), slug: "next", name: "next", createdAt: 0 }));
  await api.close();
  db.close();
});

it("a failed write whose parameters merely speak of a busy database ends nothing", async () => {
  using world = await createLockable();
  const values = { id: world.orgId, slug: "SQLITE_BUSY", name: "database is locked", createdAt: 0 };
  await expect(world.db.write((tx) => tx.insert(orgs).values(values))).rejects.toThrow("Failed query");
  expect(world.busy).toHaveLength(0);
  expect((await world.enroll("after")).status).toBe(201);
});
