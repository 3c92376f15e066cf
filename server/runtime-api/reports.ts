import {
  countPluginSchemas,
  clearRejection,
  deleteOwnEphemeral,
  insertApplyRecord,
  insertPluginSchema,
  selectInstance,
  selectPluginSchemaNames,
  selectVersionNumber,
  updateInstance,
} from "../../db/queries/runtime";
import type { Executor } from "../../db/client";
import { insertConditions } from "../../db/queries/open-conditions";
import { insertPluginSet } from "../../db/queries/plugin-sets";
import type { RuntimeDb } from "../../db/scoped";
import { nodeReportPlace, rejectedBodyPlace } from "../at-rest/places";
import { openText, sealText } from "../at-rest/seal";
import { type Answer, Refusal, type RuntimeRequest, readBody, unauthorized } from "./answers";
import { readConfigTiming } from "../domain/config-timing";
import { tagOf } from "./config";
import { instanceOf, type RuntimeApiContext } from "./context";
import { bury } from "./gone-ephemerals";
import type { EventDetail } from "../domain/notifications/event-kinds";
import { isPluginName, readNodeReport } from "../domain/node-report";
import { pluginSetOf } from "./plugin-set";

/** Some forty Gateway versions with all of their plugins: a node that makes names up must not fill the disk. */
const MOST_SCHEMAS = 5000;
const REPORT_BYTES = 1024 * 1024;
const KINDS = ["applied", "rejected", "node", "drift"] as const;
type Kind = (typeof KINDS)[number];

const noContent = (): Answer => ({ status: 204, body: null, headers: {} });
const isKind = (kind: string): kind is Kind => KINDS.some((each) => each === kind);

/** The version that the agent names itself with; it changes without a new enrollment. */
const agentVersionOf = (request: RuntimeRequest): string | undefined =>
  /^signalbox-agent\/([\w.+-]{1,40})(?: |$)/.exec(request.headers.get("user-agent") ?? "")?.[1];

/** The facts that a report changes. The node's own words are kept exactly, and sealed: they may echo secrets of the document. */
async function factsOf(
  { keys }: RuntimeApiContext,
  { orgId, instanceId }: RuntimeDb,
  kind: Kind,
  etag: string | null,
  kongStatus: number | null,
  body: string,
  request: RuntimeRequest,
  address: string,
  now: number,
) {
  if (kind === "applied") return { runningEtag: etag, driftedAt: null };
  if (kind === "rejected") {
    const rejectedBody = await sealText(body, keys, rejectedBodyPlace(orgId, instanceId));
    return { rejectedEtag: etag, rejectedStatus: kongStatus, rejectedBody, rejectedAt: now };
  }
  if (kind === "drift") return { driftedAt: now };
  const ready = request.headers.get("kong-ready");
  const { gatewayVersion } = readNodeReport(body);
  const agentVersion = agentVersionOf(request);
  return {
    nodeReport: await sealText(body, keys, nodeReportPlace(orgId, instanceId)),
    address,
    ...(agentVersion ? { agentVersion } : {}),
    ...(gatewayVersion ? { gatewayVersion } : {}),
    ...(ready === "200" || ready === "503" ? { isReady: ready === "200" } : {}),
  };
}

/** Keeps the plugins that a node report names, once for all instances that loaded the same; what the instance then refers to them by. */
async function keepPlugins(tx: Executor, runtime: RuntimeDb, set: ReturnType<typeof pluginSetOf>) {
  return set && (await insertPluginSet(tx, runtime, set)) ? { pluginSet: set.hash } : {};
}

/** What the report tells needs attention from now on, and people are told of it once. */
async function openCondition(tx: Executor, runtime: RuntimeDb, report: "rejected" | "drift", etag: string | null, now: number): Promise<void> {
  const { instanceId: subjectId, groupId } = runtime;
  if (report === "drift") return insertConditions(tx, runtime, [{ subjectId, groupId, kind: "drifted", mark: "", detail: {} }], now);
  const version = etag === null ? null : await selectVersionNumber(tx, runtime, etag);
  const detail: EventDetail = version === null ? {} : { version };
  return insertConditions(tx, runtime, [{ subjectId, groupId, kind: "rejected", mark: etag ?? "", detail }], now);
}

/**
 * The body, for whom it is still trusted once the whole of it is there: until then the credential may have been revoked.
 * Nobody's body is read who was not trusted before.
 */
async function bodyFrom(request: RuntimeRequest, context: RuntimeApiContext) {
  await instanceOf(request, context);
  const body = await readBody(request, REPORT_BYTES);
  const { runtime } = await instanceOf(request, context);
  return { runtime, body };
}

/** POST /reports/{kind}: facts and timeline in one transaction, so that an answered report is never lost. */
export async function report(request: RuntimeRequest, kind: string, peer: { readonly address: string }, context: RuntimeApiContext): Promise<Answer> {
  if (!isKind(kind)) throw new Refusal(404, "There is no such report.");
  const { runtime, body } = await bodyFrom(request, context);
  const etag = tagOf(request.headers.get("config-etag"));
  const status = /^[0-5]\d\d$/.exec(request.headers.get("kong-status") ?? "")?.[0];
  const kongStatus = status === undefined ? null : Number(status);
  if ((kind === "applied" || kind === "rejected") && !etag)
    throw new Refusal(422, "Config-ETag must be the tag that was applied or rejected.", {}, "config-etag");
  const now = context.now();
  if (kind === "applied") context.lastSeen.noteRunning(runtime, etag);
  if (kind !== "node") context.lastSeen.forgetRefusal(runtime);
  const facts = await factsOf(context, runtime, kind, etag, kongStatus, body, request, peer.address, now);
  const plugins = kind === "node" ? pluginSetOf(body) : null;
  await context.db.write(async (tx) => {
    const loaded = await keepPlugins(tx, runtime, plugins);
    // Removed or revoked since, where this process was not told of it.
    if (!(await updateInstance(tx, runtime, { ...facts, ...loaded, lastSeenAt: now }))) throw unauthorized();
    // A node that heals itself applies its last good config again: what it refused stays refused.
    if (kind === "applied" && etag) await clearRejection(tx, runtime, etag);
    const timing = readConfigTiming(request.headers.get("config-timing"));
    if (kind === "rejected" || kind === "drift") await openCondition(tx, runtime, kind, etag, now);
    if (kind !== "node") await insertApplyRecord(tx, runtime, { id: crypto.randomUUID(), kind, etag, kongStatus, at: now, ...timing });
  });
  if (kind === "rejected") context.rejected(runtime.groupId);
  return noContent();
}

/** POST /sign-off: an ephemeral instance's record goes, with an audit row; any other merely said goodbye. */
export async function signOff(request: RuntimeRequest, context: RuntimeApiContext): Promise<Answer> {
  const { runtime } = await instanceOf(request, context);
  const gone = await context.db.write(async (tx) => {
    const [row] = await deleteOwnEphemeral(tx, runtime);
    if (row) await bury(tx, context.db, row, { actor: row.hostname, actorKind: "instance", actorId: row.id, at: context.now() });
    return row;
  });
  if (gone) context.cache.instanceChanged(gone.id);
  return noContent();
}

/** What the instance's own report says. */
async function nodeFactsOf(row: Awaited<ReturnType<typeof selectInstance>>, { keys }: RuntimeApiContext) {
  return readNodeReport(row?.nodeReport ? await openText(row.nodeReport, keys, nodeReportPlace(row.orgId, row.id)) : "");
}

/** GET /schemas?missing=1: the names, a line each, of the instance's loaded plugins whose schema is not known yet. */
export async function missingSchemas(request: RuntimeRequest, context: RuntimeApiContext): Promise<Answer> {
  const { runtime } = await instanceOf(request, context);
  if (new URL(request.url).searchParams.get("missing") !== "1")
    throw new Refusal(422, "Ask for ?missing=1: only the names that are missing are told.", {}, "missing");
  const row = await selectInstance(runtime);
  const { plugins } = await nodeFactsOf(row, context);
  const known = row?.gatewayVersion ? new Set((await selectPluginSchemaNames(runtime, row.gatewayVersion)).map((each) => each.plugin)) : new Set(plugins);
  const missing = plugins.filter((name) => !known.has(name));
  return { status: 200, body: missing.map((name) => `${name}\n`).join(""), headers: { "Content-Type": "text/plain; charset=utf-8" } };
}

/** Whether a text is a JSON object. */
function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * PUT /schemas/{plugin}: Kong's answer to `GET /schemas/plugins/{name}`, kept for the instance's Gateway version. Only of
 * plugins that the node report names; the first telling of a pair stays.
 */
export async function putSchema(request: RuntimeRequest, plugin: string, context: RuntimeApiContext): Promise<Answer> {
  const { runtime, body: schema } = await bodyFrom(request, context);
  if (!isPluginName(plugin)) throw new Refusal(422, "The plugin's name has up to 100 letters, digits, and . _ -", {}, "plugin");
  if (!isJsonObject(schema)) throw new Refusal(422, "The schema is not a JSON object.");
  const row = await selectInstance(runtime);
  const gatewayVersion = row?.gatewayVersion;
  if (!gatewayVersion) throw new Refusal(409, "Send the node report first: the Gateway version is not known.");
  if (!(await nodeFactsOf(row, context)).plugins.includes(plugin)) throw new Refusal(422, "The node report does not name this plugin.", {}, "plugin");
  await context.db.write(async (tx) => {
    if ((await countPluginSchemas(tx, runtime)) >= MOST_SCHEMAS)
      throw new Refusal(422, `The organization holds ${MOST_SCHEMAS} plugin schemas; no more are kept.`);
    await insertPluginSchema(tx, runtime, { gatewayVersion, plugin, schema, toldAt: context.now() });
  });
  return noContent();
}
