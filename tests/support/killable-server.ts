/** For `tests/durability`: the runtime API on a database file, with doors to publish and to look. Never part of the product. */
import type { IncomingMessage } from "node:http";
import { openDatabase } from "../../db/client";
import { applyRecords, configVersions, runtimeGroups, runtimeInstances } from "../../db/schema/index";
import { mintOrgDb } from "../../db/scoped";
import { createRuntimeServer } from "../../server/bin/runtime-listener";
import { inspectHere } from "../../server/config-versions/inspect";
import { publishConfig } from "../../server/config-versions/publish";
import { agentSha256 } from "../../server/deps";
import { readEnv } from "../../server/env";
import { createRuntimeApi } from "../../server/runtime-api/runtime-api";
import { openContent } from "../../server/at-rest/content";
import { rejectedBodyPlace } from "../../server/at-rest/places";
import { acting } from "./acting";
import { createKeyRing, openText } from "../../server/at-rest/seal";

const [url = "", orgId = "", groupId = ""] = process.argv.slice(2);
const keys = createKeyRing(new Uint8Array(32).fill(7));
const db = await openDatabase(url, undefined, () => process.exit(1));
const now = () => Date.now();
const runtimeApi = createRuntimeApi({ db, now, keys });
const org = mintOrgDb(db, orgId);
const deps = { db, now, keys, authSecret: "s".repeat(32), env: readEnv({}), runtimeApi, agentSha256, inspect: inspectHere };
const user = { id: "u", name: "Owner", email: "o@example.com" };
const ctx = {
  deps,
  org,
  user,
  by: acting(user),
  refusal: () => undefined,
  assertStillMay: () => Promise.resolve(),
  membership: { role: "owner" as const, orgRole: "owner" as const, org: { id: orgId, slug: "o", name: "O" }, orgDb: org },
};

async function publish(source: string) {
  const published = await publishConfig(ctx, groupId, { source, message: "load" });
  if (!published.ok) throw new Error(published.reason);
  return published;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array); // safe because no encoding is set
  return Buffer.concat(chunks).toString();
}

/** What is in the database, as a fresh reader finds it. */
async function facts() {
  const sealed = await db.read.select({ id: runtimeInstances.id, rejectedBody: runtimeInstances.rejectedBody }).from(runtimeInstances);
  const opened = ({ id, rejectedBody }: (typeof sealed)[number]) => (rejectedBody === null ? null : openText(rejectedBody, keys, rejectedBodyPlace(orgId, id)));
  const instances = await Promise.all(sealed.map(async (each) => ({ id: each.id, rejectedBody: await opened(each) })));
  const records = await db.read.select({ etag: applyRecords.etag }).from(applyRecords);
  const rows = await db.read.select({ number: configVersions.number, etag: configVersions.etag }).from(configVersions);
  const versions = await Promise.all(rows.map(async ({ number, etag }) => ({ number, etag, body: (await openContent(keys, org, groupId, etag)) ?? "" })));
  const group = await db.read.select({ liveVersion: runtimeGroups.liveVersion }).from(runtimeGroups).get();
  return { instances, etags: records.map((record) => record.etag), versions, liveVersion: group?.liveVersion ?? 0 };
}

const server = createRuntimeServer(runtimeApi, (request, response) => {
  const answered = request.method === "POST" ? textOf(request).then(publish) : facts();
  answered.then(
    (answer) => response.end(JSON.stringify(answer)),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.(typeof address === "object" ? address?.port : 0);
});
