import { deleteInstance, insertApplyRecord, insertPluginSchema, selectInstance, selectPluginSchemaNames, updateInstance } from "../../db/queries/runtime";
import { Refusal, readBody } from "./answers";
import { instanceOf, type RuntimeApiContext } from "./context";

const REPORT_BYTES = 1024 * 1024;
const KINDS = ["applied", "rejected", "node", "drift"] as const;
type Kind = (typeof KINDS)[number];

const noContent = () => new Response(null, { status: 204 });
const isKind = (kind: string): kind is Kind => KINDS.some((each) => each === kind);

/** The Gateway version in Kong's `GET /`, which is the report's first JSON object; null where it cannot be read. */
const gatewayVersionOf = (body: string): string | null => /"version"\s*:\s*"(\d+\.\d+[\w.+-]{0,30})"/.exec(body.replace(/"plugins"\s*:\s*\{[\s\S]*?"enabled_in_cluster"/, ""))?.[1] ?? null;

/** The facts that a report changes. The node's own words are kept exactly. */
function factsOf(kind: Kind, etag: string | null, kongStatus: number | null, body: string, request: Request, now: number) {
  if (kind === "applied") return { runningEtag: etag, rejectedEtag: null, rejectedStatus: null, rejectedBody: null, rejectedAt: null, driftedAt: null };
  if (kind === "rejected") return { rejectedEtag: etag, rejectedStatus: kongStatus, rejectedBody: body, rejectedAt: now };
  if (kind === "drift") return { driftedAt: now };
  const ready = request.headers.get("kong-ready");
  const gatewayVersion = gatewayVersionOf(body);
  return { nodeReport: body, ...(gatewayVersion ? { gatewayVersion } : {}), ...(ready ? { isReady: ready === "200" } : {}) };
}

/** POST /reports/{kind}: facts and timeline in one transaction, so that an answered report is never lost. */
export async function report(request: Request, kind: string, context: RuntimeApiContext): Promise<Response> {
  if (!isKind(kind)) throw new Refusal(404, "There is no such report.");
  const { runtime } = await instanceOf(request, context);
  const body = await readBody(request, REPORT_BYTES);
  const etag = /^(?:W\/)?("sha256-[0-9a-f]{64}")$/.exec(request.headers.get("config-etag") ?? "")?.[1] ?? null;
  const status = Number(request.headers.get("kong-status") ?? Number.NaN);
  const kongStatus = Number.isInteger(status) && status >= 0 && status <= 599 ? status : null;
  if ((kind === "applied" || kind === "rejected") && !etag) throw new Refusal(422, "Config-ETag must be the tag that was applied or rejected.", {}, "config-etag");
  const now = context.now();
  await context.db.write(async (tx) => {
    await updateInstance(tx, runtime, { ...factsOf(kind, etag, kongStatus, body, request, now), lastSeenAt: now });
    if (kind !== "node") await insertApplyRecord(tx, runtime, { id: crypto.randomUUID(), kind, etag, kongStatus, at: now });
  });
  return noContent();
}

/** POST /sign-off: an ephemeral instance's record goes; any other merely said goodbye. */
export async function signOff(request: Request, context: RuntimeApiContext): Promise<Response> {
  const { runtime } = await instanceOf(request, context);
  const row = await selectInstance(runtime);
  if (row?.isEphemeral) {
    await context.db.write((tx) => deleteInstance(tx, runtime));
    context.cache.instanceChanged(runtime.instanceId);
  }
  return noContent();
}

/** GET /schemas?missing=1: the names, a line each, of the instance's loaded plugins whose schema is not known yet. */
export async function missingSchemas(request: Request, context: RuntimeApiContext): Promise<Response> {
  const { runtime } = await instanceOf(request, context);
  const row = await selectInstance(runtime);
  const loaded = /"available_on_server"\s*:\s*\{((?:[^{}]|\{[^{}]*\})*)\}/.exec(row?.nodeReport ?? "")?.[1] ?? "";
  const names = [...loaded.matchAll(/"([a-z0-9][\w.-]{0,99})"\s*:\s*(?:\{|true)/g)].flatMap((match) => match[1] ?? []);
  const known = row?.gatewayVersion ? new Set((await selectPluginSchemaNames(runtime, row.gatewayVersion)).map((each) => each.plugin)) : new Set(names);
  const missing = names.filter((name) => !known.has(name));
  return new Response(missing.map((name) => `${name}\n`).join(""), { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** PUT /schemas/{plugin}: Kong's answer to `GET /schemas/plugins/{name}`, kept for the instance's Gateway version. */
export async function putSchema(request: Request, plugin: string, context: RuntimeApiContext): Promise<Response> {
  const { runtime } = await instanceOf(request, context);
  if (!/^[a-z0-9][\w.-]{0,99}$/i.test(plugin)) throw new Refusal(422, "The plugin's name has up to 100 letters, digits, and . _ -", {}, "plugin");
  const schema = await readBody(request, REPORT_BYTES);
  const isJson = (() => {
    try {
      return typeof JSON.parse(schema) === "object";
    } catch {
      return false;
    }
  })();
  if (!isJson) throw new Refusal(400, "The schema is not JSON.");
  const row = await selectInstance(runtime);
  const gatewayVersion = row?.gatewayVersion;
  if (!gatewayVersion) throw new Refusal(409, "Send the node report first: the Gateway version is not known.");
  await context.db.write((tx) => insertPluginSchema(tx, runtime, { gatewayVersion, plugin, schema, toldAt: context.now() }));
  return noContent();
}
