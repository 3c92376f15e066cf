import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "../../db/client";
import { migrateDatabase } from "../../db/migrate";
import { members, orgs, runtimeGroups, runtimeInstances, signingKeys, users } from "../../db/schema/index";
import { hashToken, newToken } from "../../server/auth/token-hash";
import { createKeyRing } from "../../server/at-rest/seal";
import { createSigningKey } from "../../server/auth/signing";

/** What the bench's database is sealed with. */
export const KEYS = createKeyRing(new Uint8Array(32).fill(7));
const ROWS = 500;
const ORG_SLUG = "bench";

/** What a server of the bench is started with. */
export interface Seeded {
  folder: string;
  url: string;
  orgId: string;
  orgSlug: string;
  groupId: string;
  credentials: string[];
}

/** A database file with one org, one group, a signing key and so many enrolled instances. */
export async function seed(instances: number): Promise<Seeded> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  const url = `file:${join(folder, "bench.db")}`;
  await migrateDatabase(url, undefined, resolve("db", "migrations"));
  const db = await openDatabase(url, undefined, () => process.exit(1));
  const [orgId, groupId, userId, createdAt] = [randomUUID(), randomUUID(), randomUUID(), Date.now()];
  await db.write(async (tx) => {
    await tx.insert(users).values({ id: userId, name: "Bench", email: "bench@example.com", createdAt });
    await tx.insert(orgs).values({ id: orgId, slug: ORG_SLUG, name: "Bench", createdAt });
    await tx.insert(members).values({ orgId, userId, role: "owner", createdAt });
    await tx.insert(runtimeGroups).values({ id: groupId, orgId, name: "default", createdAt, updatedAt: createdAt });
    await tx.insert(signingKeys).values({ ...createSigningKey(KEYS, orgId), orgId, createdAt });
  });
  const credentials = Array.from({ length: instances }, () => newToken("sbi"));
  for (let from = 0; from < instances; from += ROWS) {
    const rows = credentials.slice(from, from + ROWS).map((credential, index) => ({
      id: randomUUID(),
      orgId,
      groupId,
      credentialHash: hashToken(credential),
      hostname: `node-${from + index}`,
      labels: { zone: "a" },
      firstSeenAt: createdAt,
    }));
    await db.write((tx) => tx.insert(runtimeInstances).values(rows));
  }
  db.close();
  return { folder, url, orgId, orgSlug: ORG_SLUG, groupId, credentials };
}
