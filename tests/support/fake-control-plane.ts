import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";

/** How the next config answers are spoilt. */
export type Spoil = "none" | "flip" | "unsigned" | "foreign-key" | "foreign-group" | "wrong-version" | "500" | "401" | "redirect" | "truncate";
export interface Report { kind: string; headers: IncomingHttpHeaders; body: string }

const makeKey = () => {
  const pair = generateKeyPairSync("ed25519");
  const thumbprint = createHash("sha256").update(pair.publicKey.export({ type: "spki", format: "der" })).digest("hex");
  return { id: `sbk-${thumbprint.slice(0, 16)}`, pem: pair.publicKey.export({ type: "spki", format: "pem" }).toString(), privateKey: pair.privateKey };
};

/** A control plane of one group, with real signatures, that can lie, fail and go away; it stands in for Signalbox in the agent's tests. */
export async function startFakeControlPlane() {
  const key = makeKey();
  const foreign = makeKey();
  const groupId = randomUUID();
  const token = `sbe_${randomUUID().replaceAll("-", "")}`;
  const credential = `sbi_${randomUUID().replaceAll("-", "")}`;
  const reports: Report[] = [];
  const polls: IncomingHttpHeaders[] = [];
  const paths: string[] = [];
  const waiting = new Set<() => void>();
  const state = { spoil: "none" as Spoil, document: "", version: 0, url: "", followed: 0 };
  const tag = () => `sha256-${createHash("sha256").update(state.document).digest("hex")}`;

  function signed(): Record<string, string> {
    const digest = `sha-256=:${createHash("sha256").update(state.document).digest("base64")}:`;
    const signer = state.spoil === "foreign-key" ? foreign : key;
    const group = state.spoil === "foreign-group" ? randomUUID() : groupId;
    const params = `("unencoded-digest" "config-version" "signalbox-group");created=${Math.floor(Date.now() / 1000)};keyid="${key.id}";alg="ed25519"`;
    const base = `"unencoded-digest": ${digest}\n"config-version": ${state.version}\n"signalbox-group": ${group}\n"@signature-params": ${params}`;
    const common = { "Unencoded-Digest": digest, "Signalbox-Group": group, "Config-Version": String(state.version + (state.spoil === "wrong-version" ? 1 : 0)) };
    if (state.spoil === "unsigned") return common;
    return { ...common, "Signature-Input": `sig1=${params}`, Signature: `sig1=:${sign(null, Buffer.from(base), signer.privateKey).toString("base64")}:` };
  }

  function sendConfig(response: ServerResponse, waited: boolean) {
    const body = Buffer.from(state.document);
    if (state.spoil === "flip") body.writeUInt8(body.readUInt8(5) ^ 1, 5);
    response.writeHead(200, { ETag: `"${tag()}"`, "Poll-Interval": "1", "Content-Type": "application/json", "Content-Length": body.length, ...(waited ? { "Preference-Applied": "wait=50" } : {}), ...signed() });
    if (state.spoil !== "truncate") return void response.end(body);
    response.write(body.subarray(0, body.length / 2));
    setTimeout(() => response.destroy(), 20);
  }

  function answerPoll(request: IncomingMessage, response: ServerResponse) {
    polls.push(request.headers);
    if (state.spoil === "500" || state.spoil === "401") return void response.writeHead(Number(state.spoil)).end();
    if (state.spoil === "redirect") return void response.writeHead(302, { Location: `${state.url}/elsewhere` }).end();
    if (!state.document) return void response.writeHead(204, { "Poll-Interval": "1" }).end();
    const isHeld = () => (request.headers["if-none-match"] ?? "").includes(tag());
    if (!isHeld()) return sendConfig(response, request.headers.prefer !== undefined);
    if (!request.headers.prefer) return void response.writeHead(304, { ETag: `"${tag()}"`, "Poll-Interval": "1" }).end();
    const answer = () => { waiting.delete(answer); if (!isHeld()) sendConfig(response, true); };
    waiting.add(answer);
    response.on("close", () => waiting.delete(answer));
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const path = (request.url ?? "").replace("/api/runtime/v1", "");
    paths.push(path);
    const bearer = request.headers.authorization;
    if (path === "/elsewhere") { state.followed++; return void response.writeHead(200).end(); }
    if (path === "/enroll") {
      if (bearer !== `Bearer ${token}`) return void response.writeHead(401).end();
      return void response.writeHead(201, { "Content-Type": "text/plain" })
        .end(`instance_id=${String(request.headers["instance-id"])}\ncredential=${credential}\npoll_interval_seconds=1\nsigning_key_id=${key.id}\n`);
    }
    if (bearer !== `Bearer ${credential}`) return void response.writeHead(401).end();
    if (path === "/config") return answerPoll(request, response);
    if (path === "/keys") return void response.writeHead(200).end(`# keyid: ${foreign.id}\n${foreign.pem}# keyid: ${key.id}\n${key.pem}`);
    const kind = /^\/reports\/(\w+)$/.exec(path)?.[1];
    if (kind) reports.push({ kind, headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(204).end();
  }

  const make = () => createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  let server = make();
  const listen = (port: number) => new Promise<number>((done) => server.listen(port, "127.0.0.1", () => {
    const at = server.address();
    done(typeof at === "object" && at ? at.port : port);
  }));
  const port = await listen(0);
  state.url = `http://127.0.0.1:${port}`;
  const stop = () => new Promise<void>((done) => { server.close(() => done()); server.closeAllConnections(); });
  return {
    url: state.url, token, credential, keyId: key.id, reports, polls, paths, state, tag,
    reportsOf: (kind: string) => reports.filter((each) => each.kind === kind),
    publish(document: unknown) {
      state.document = typeof document === "string" ? document : JSON.stringify(document);
      state.version++;
      for (const answer of waiting) answer();
    },
    stop,
    start: async () => { server = make(); await listen(port); },
    [Symbol.asyncDispose]: stop,
  };
}
