import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { members, orgs, runtimeGroups, signingKeys, users } from "@/db/schema/index";
import { createSigningKey } from "@/server/auth/signing";
import { inspectHere } from "@/server/config-versions/inspect";
import { agentSha256, type Deps } from "@/server/deps";
import type { OrgRole } from "@/server/domain/ability";
import { readEnv } from "@/server/env";
import { createRuntimeApi } from "@/server/runtime-api/runtime-api";
import type { Context } from "@/server/trpc/context";
import { createKeyRing } from "@/server/at-rest/seal";

const KEYS = createKeyRing(new Uint8Array(32).fill(7));
const START = Date.UTC(2026, 0, 1);

/** Two orgs with a member and a group each, on a real database file of their own, and a clock that stands still. */
export async function createTrpcWorld({ role = "owner" as OrgRole } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-world-"));
  const url = `file:${join(folder, "test.db")}`;
  await migrateDatabase(url, undefined, resolve("db", "migrations"));
  const db = await openDatabase(url, undefined, (error) => {
    throw error;
  });
  const clock = { now: START };
  const now = () => clock.now;
  const runtimeApi = createRuntimeApi({ db, now, keys: KEYS });
  const deps: Deps = { db, now, keys: KEYS, authSecret: "s".repeat(32), env: readEnv({}), runtimeApi, agentSha256, inspect: inspectHere };

  const addOrg = async (slug: string) => {
    const user = { id: randomUUID(), name: `${slug} owner`, email: `${slug}@example.com` };
    const [orgId, groupId] = [randomUUID(), randomUUID()];
    const key = await createSigningKey(KEYS, orgId);
    await db.write(async (tx) => {
      await tx.insert(users).values({ ...user, createdAt: START });
      await tx.insert(orgs).values({ id: orgId, slug, name: slug, createdAt: START });
      await tx.insert(members).values({ orgId, userId: user.id, role, createdAt: START });
      await tx.insert(runtimeGroups).values({ id: groupId, orgId, name: "default", createdAt: START, updatedAt: START });
      await tx.insert(signingKeys).values({ ...key, orgId, createdAt: START });
    });
    return { slug, orgId, groupId, user };
  };

  return {
    deps,
    clock,
    /** Of its database file. */
    url,
    ours: await addOrg("ours"),
    theirs: await addOrg("theirs"),
    contextOf: (user: Context["user"]): Context => ({ deps, user, requestId: "test" }),
    async [Symbol.asyncDispose]() {
      await runtimeApi.close();
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
