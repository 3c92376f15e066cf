import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";

/** How the next config answers are spoilt; `{ status, headers }` is an answer without a body. */
export type Spoil =
  | "none"
  | "flip"
  | "unsigned"
  | "foreign-key"
  | "foreign-group"
  | "wrong-version"
  | "redirect"
  | "truncate"
  | "hang"
  | "no-etag"
  | "held"
  | "endless"
  | { status: number; headers?: Record<string, string> };
export interface Report {
  kind: string;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Options {
  /** A key and a certificate, PEM: then it speaks HTTPS. */
  tls?: { key: string; cert: string };
  /** What stands before /api/runtime/v1. */
  prefix?: string;
}

const makeKey = () => {
  const pair = generateKeyPairSync("ed25519");
  const thumbprint = createHash("sha256")
    .update(pair.publicKey.export({ type: "spki", format: "der" }))
    .digest("hex");
  return { id: `sbk-${thumbprint.slice(0, 16)}`, pem: pair.publicKey.export({ type: "spki", format: "pem" }).toString(), privateKey: pair.privateKey };
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What is told to the fake, and what it was told. */
class Plane {
  readonly key = makeKey();
  readonly foreign = makeKey();
  readonly groupId = randomUUID();
  readonly token = `sbe_${randomUUID().replaceAll("-", "")}`;
  readonly credential = `sbi_${randomUUID().replaceAll("-", "")}`;
  /** The credentials that are good: the one in use, and while a rotation is under way the one that takes its place. */
  readonly credentials = [this.credential];
  readonly reports: Report[] = [];
  readonly polls: IncomingHttpHeaders[] = [];
  readonly paths: string[] = [];
  readonly schemas = new Map<string, string>();
  readonly waiting = new Set<() => void>();
  /**
   * `reportStatus` answers reports; `missing` are the plugins whose schemas are asked for; `pollFields` go with the good answers to polls.
   * `rotation`: what becomes of who asks for the new credential that `isRotating` polls tell of.
   */
  readonly state = {
    spoil: "none" as Spoil,
    document: "",
    version: 0,
    followed: 0,
    enrolls: 0,
    enrollAnswer: null as Exclude<Spoil, string> | null,
    reportStatus: 204,
    missing: [] as string[],
    schemaDelayMs: 0,
    pollFields: {} as Record<string, string>,
    isRotating: false,
    rotation: "good" as "good" | "lost" | "hang" | "refused",
    rotations: 0,
  };
  tag = () => `sha256-${createHash("sha256").update(this.state.document).digest("hex")}`;
}

/** The integrity fields of the document, true or spoilt. */
function signed({ key, foreign, groupId, state }: Plane): Record<string, string> {
  const digest = `sha-256=:${createHash("sha256").update(state.document).digest("base64")}:`;
  const signer = state.spoil === "foreign-key" ? foreign : key;
  const group = state.spoil === "foreign-group" ? randomUUID() : groupId;
  const params = `("unencoded-digest" "config-version" "signalbox-group");created=${Math.floor(Date.now() / 1000)};keyid="${key.id}";alg="ed25519"`;
  const base = `"unencoded-digest": ${digest}\n"config-version": ${state.version}\n"signalbox-group": ${group}\n"@signature-params": ${params}`;
  const common = { "Unencoded-Digest": digest, "Signalbox-Group": group, "Config-Version": String(state.version + (state.spoil === "wrong-version" ? 1 : 0)) };
  if (state.spoil === "unsigned") return common;
  return { ...common, "Signature-Input": `sig1=${params}`, Signature: `sig1=:${sign(null, Buffer.from(base), signer.privateKey).toString("base64")}:` };
}

/** What a good answer to a poll says besides. */
const fieldsOf = ({ state }: Plane) => ({ "Poll-Interval": "1", ...(state.isRotating ? { "Credential-Rotation": "requested" } : {}), ...state.pollFields });

/** A body without end or announced length, until the other side has had enough. */
function sendEndlessly(response: ServerResponse) {
  const chunk = Buffer.alloc(1024 * 1024, "x");
  const more = () => {
    while (response.writable && response.write(chunk));
  };
  response.on("drain", more);
  more();
}

function sendConfig(plane: Plane, response: ServerResponse, waited: boolean) {
  const { state } = plane;
  const body = Buffer.from(state.document);
  if (state.spoil === "flip") body.writeUInt8(body.readUInt8(5) ^ 1, 5);
  const length = state.spoil === "endless" ? {} : { "Content-Length": body.length };
  const etag = state.spoil === "no-etag" ? {} : { ETag: `"${plane.tag()}"` };
  response.writeHead(200, {
    ...etag,
    ...length,
    ...fieldsOf(plane),
    "Content-Type": "application/json",
    ...(waited ? { "Preference-Applied": "wait=50" } : {}),
    ...signed(plane),
  });
  if (state.spoil === "endless") return sendEndlessly(response);
  if (state.spoil !== "truncate") return void response.end(body);
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

function answerPoll(plane: Plane, request: IncomingMessage, response: ServerResponse) {
  const { state, waiting } = plane;
  plane.polls.push(request.headers);
  if (typeof state.spoil === "object") return void response.writeHead(state.spoil.status, state.spoil.headers).end();
  if (state.spoil === "hang") return;
  if (state.spoil === "redirect") return void response.writeHead(302, { Location: `http://${request.headers.host ?? ""}/elsewhere` }).end();
  if (!state.document) return void response.writeHead(204, fieldsOf(plane)).end();
  const isHeld = () => state.spoil !== "held" && (request.headers["if-none-match"] ?? "").includes(plane.tag());
  if (!isHeld()) return sendConfig(plane, response, request.headers.prefer !== undefined);
  if (!request.headers.prefer) return void response.writeHead(304, { ETag: `"${plane.tag()}"`, ...fieldsOf(plane) }).end();
  const answer = () => {
    waiting.delete(answer);
    if (!isHeld()) sendConfig(plane, response, true);
  };
  waiting.add(answer);
  response.on("close", () => waiting.delete(answer));
}

function enroll(plane: Plane, request: IncomingMessage, response: ServerResponse) {
  plane.state.enrolls++;
  const { enrollAnswer } = plane.state;
  if (enrollAnswer) return void response.writeHead(enrollAnswer.status, enrollAnswer.headers).end(JSON.stringify({ detail: "Not now." }));
  if (request.headers.authorization !== `Bearer ${plane.token}`) return void response.writeHead(401).end();
  response
    .writeHead(201, { "Content-Type": "text/plain" })
    .end(`instance_id=${String(request.headers["instance-id"])}\ncredential=${plane.credential}\npoll_interval_seconds=1\nsigning_key_id=${plane.key.id}\n`);
}

/** A new credential; the old one stays good until the new one is used. */
function rotate({ credentials, state }: Plane, response: ServerResponse) {
  state.rotations++;
  if (state.rotation === "refused") return void response.writeHead(409).end(JSON.stringify({ detail: "Not asked for." }));
  const next = `sbi_${randomUUID().replaceAll("-", "")}`;
  credentials.splice(1, 1, next);
  if (state.rotation === "hang") return;
  if (state.rotation === "lost") return void response.destroy();
  response.writeHead(201, { "Content-Type": "text/plain" }).end(`credential=${next}\n`);
}

/** Whether the bearer is known; the first use of a new credential ends the old one. */
function admits({ credentials, state }: Plane, authorization: string | undefined): boolean {
  const at = credentials.findIndex((each) => authorization === `Bearer ${each}`);
  if (at === 1) {
    credentials.shift();
    state.isRotating = false;
  }
  return at >= 0;
}

async function answerSchemas(plane: Plane, path: string, body: string, response: ServerResponse) {
  const { state, schemas } = plane;
  if (path === "/schemas?missing=1")
    return void response.writeHead(200, { "Content-Type": "text/plain" }).end(state.missing.map((name) => `${name}\n`).join(""));
  await new Promise((done) => setTimeout(done, state.schemaDelayMs));
  schemas.set(path.slice("/schemas/".length), body);
  response.writeHead(204).end();
}

async function handle(plane: Plane, prefix: string, request: IncomingMessage, response: ServerResponse) {
  const { key, foreign, paths, reports, state } = plane;
  const body = await bodyOf(request);
  const url = request.url ?? "";
  const path = url.startsWith(`${prefix}/api/runtime/v1/`) ? url.slice(`${prefix}/api/runtime/v1`.length) : url;
  paths.push(path);
  if (path === "/elsewhere") {
    state.followed++;
    return void response.writeHead(200).end();
  }
  if (path === "/enroll") return enroll(plane, request, response);
  if (!admits(plane, request.headers.authorization)) return void response.writeHead(401).end();
  if (path === "/credential") return rotate(plane, response);
  if (path === "/config") return answerPoll(plane, request, response);
  if (path === "/keys") return void response.writeHead(200).end(`# keyid: ${foreign.id}\n${foreign.pem}# keyid: ${key.id}\n${key.pem}`);
  if (path.startsWith("/schemas")) return answerSchemas(plane, path, body, response);
  const kind = /^\/reports\/(\w+)$/.exec(path)?.[1];
  if (kind && state.reportStatus < 300) reports.push({ kind, headers: request.headers, body });
  response.writeHead(kind ? state.reportStatus : 204).end();
}

/** A control plane of one group, with real signatures, that can lie, fail and go away; it stands in for Signalbox in the agent's tests. */
export async function startFakeControlPlane({ tls, prefix = "" }: Options = {}) {
  const plane = new Plane();
  const listener = (request: IncomingMessage, response: ServerResponse) => void handle(plane, prefix, request, response).catch(() => response.destroy());
  const make = () => (tls ? createTlsServer(tls, listener) : createServer(listener));
  let server = make();
  const listen = (port: number) =>
    new Promise<number>((done) =>
      server.listen(port, "127.0.0.1", () => {
        const at = server.address();
        done(typeof at === "object" && at ? at.port : port);
      }),
    );
  const port = await listen(0);
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return Object.assign(plane, {
    port,
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}${prefix}`,
    reportsOf: (kind: string) => plane.reports.filter((each) => each.kind === kind),
    publish(document: unknown) {
      plane.state.document = typeof document === "string" ? document : JSON.stringify(document);
      plane.state.version++;
      for (const answer of plane.waiting) answer();
    },
    stop,
    start: async () => {
      server = make();
      await listen(port);
    },
    [Symbol.asyncDispose]: stop,
  });
}
