import { createHash, randomUUID } from "node:crypto";
import type { Database } from "@/db/client";
import { pluginSets, runtimeInstances } from "@/db/schema/index";

type Instance = typeof runtimeInstances.$inferInsert;

/** The group that a node is put into. */
export interface NodeGroup {
  orgId: string;
  groupId: string;
}

/** Puts a node into the group that has loaded these plugins, and gives its id. It is trusted, and was seen at 0 unless told otherwise. */
export async function addNode(db: Database, { orgId, groupId }: NodeGroup, hostname: string, told: Partial<Instance> & { plugins?: string[] } = {}) {
  const { plugins, ...rest } = told;
  const id = rest.id ?? randomUUID();
  const hash = plugins ? createHash("sha256").update(plugins.join("\n")).digest("hex") : null;
  await db.write(async (tx) => {
    if (plugins && hash) await tx.insert(pluginSets).values({ orgId, hash, names: plugins }).onConflictDoNothing();
    await tx
      .insert(runtimeInstances)
      .values({ orgId, groupId, hostname, credentialHash: id, gatewayVersion: "3.9.1", firstSeenAt: 0, lastSeenAt: 0, pluginSet: hash, ...rest, id });
  });
  return id;
}
