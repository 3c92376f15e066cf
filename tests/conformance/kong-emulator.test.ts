import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { type KongEmulator, startKongEmulator } from "@/tests/support/kong-emulator";
import { recordedResponses } from "@/tests/support/recorded-responses";

const zeroHash = "0".repeat(32);
const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const small = JSON.stringify({ _format_version: "3.0", services: [{ name: "s", host: "s.internal" }] });

interface Sent {
  query?: string;
  type?: string | null;
  method?: string;
  headers?: Record<string, string>;
}
async function post(
  kong: KongEmulator,
  body: string | Uint8Array<ArrayBuffer> | FormData,
  { query = "", type = "text/yaml", method = "POST", headers = {} }: Sent = {},
) {
  const sent = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const response = await fetch(`${kong.adminUrl}/config${query}`, {
    method,
    headers: { ...(type === null ? {} : { "Content-Type": type }), ...headers },
    body: sent,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: (): unknown => JSON.parse(text) };
}
const get = async (url: string) => {
  const response = await fetch(url, { headers: { Connection: "close" } });
  return { status: response.status, json: (await response.json()) as Record<string, never> }; // safe because the emulator's answers read here are objects
};

/** What a node refuses for reasons that the emulator does not look at: plugin configs, target addresses, references by other fields. */
const notEmulated = [
  "keyauth-credentials-025",
  "plugin-ai-prompt-decorator-004",
  "plugin-ai-prompt-template-003",
  "plugin-ai-prompt-template-010",
  "plugin-ai-proxy-024",
  "plugin-ai-request-transformer-015",
  "plugin-ai-response-transformer-005",
  "plugin-file-log-011",
  "plugin-hmac-auth-014",
  "plugin-ip-restriction-003",
  "targets-029",
];

type Loaded = Record<string, Record<string, Record<string, unknown>>>;
const isDeterministic = (id: string, other: Loaded[string] | undefined) => other !== undefined && id in other;

describe("the answers of a real node", () => {
  it.each(recordedResponses.filter((each) => each.status >= 400 && !notEmulated.includes(each.id)))(
    "$id is refused in the same words",
    async ({ document, status, plainBody, flattenedBody }) => {
      await using kong = await startKongEmulator();
      const [plain, flattened] = [await post(kong, JSON.stringify(document)), await post(kong, JSON.stringify(document), { query: "?flatten_errors=1" })];
      expect([plain.status, flattened.status]).toEqual([status, status]);
      expect([plain.json(), flattened.json()]).toEqual([JSON.parse(plainBody), JSON.parse(flattenedBody)]);
      expect(kong.configurationHash).toBe(zeroHash);
    },
  );

  it.each(recordedResponses.filter((each) => each.status === 201))(
    "$id is taken, with the same entities, ids and references",
    async ({ document, plainBody, flattenedBody }) => {
      await using kong = await startKongEmulator();
      const answer = await post(kong, JSON.stringify(document));
      expect(answer.status).toBe(201);
      const [ours, real, again] = [answer.json(), JSON.parse(plainBody), JSON.parse(flattenedBody)] as [Loaded, Loaded, Loaded]; // safe because an answer of 201 is kinds of entities by id
      expect(Object.keys(ours).sort()).toEqual(Object.keys(real).sort());
      for (const [kind, entities] of Object.entries(real)) {
        expect(Object.keys(ours[kind] ?? {})).toHaveLength(Object.keys(entities).length);
        // A node renames deprecated fields of a plugin's config, which the emulator does not. Random ids differ between two loads of the same document, and so between the two answers that were recorded.
        for (const [id, entity] of Object.entries(entities).filter(([each]) => isDeterministic(each, again[kind]))) {
          expect(entity).toMatchObject(
            Object.fromEntries(Object.entries(ours[kind]?.[id] ?? { missing: true }).filter(([key]) => key !== "created_at" && key !== "config")),
          );
        }
      }
    },
  );

  it("what the emulator does not look at is only ever taken, never refused otherwise", async () => {
    await using kong = await startKongEmulator();
    for (const { id, document } of recordedResponses.filter((each) => notEmulated.includes(each.id))) {
      expect([id, (await post(kong, JSON.stringify(document))).status]).toEqual([id, 201]);
    }
  });
});

it.each([
  ["text/yaml", small],
  ["application/yaml", small],
  ["application/x-www-form-urlencoded", small],
])("a document sent as %s is hashed by its bytes, and the same again is 304 where asked for", async (type, body) => {
  await using kong = await startKongEmulator();
  expect((await post(kong, body, { type })).status).toBe(201);
  expect(kong.configurationHash).toBe(md5(body));
  expect((await post(kong, body, { type, query: "?check_hash=1" })).status).toBe(304);
  expect((await post(kong, body, { type, query: "?check_hash=true" })).status).toBe(201);
  expect((await get(`${kong.adminUrl}/status`)).json).toMatchObject({ configuration_hash: md5(body) });
});

it("a `config` field of JSON, a form or a multipart body is hashed by its text", async () => {
  await using kong = await startKongEmulator();
  const form = new FormData();
  form.set("config", small);
  const bodies: [string | FormData, string | null][] = [
    [JSON.stringify({ config: small }), "application/json"],
    [new URLSearchParams({ config: small }).toString(), "application/x-www-form-urlencoded"],
    [form, null],
  ];
  for (const [body, type] of bodies) {
    await kong.restart({ keepConfig: false });
    expect((await post(kong, body, { type })).status).toBe(201);
    expect(kong.configurationHash).toBe(md5(small));
  }
});

it("a document sent as application/json has another hash than its bytes, and is never 304", async () => {
  await using kong = await startKongEmulator();
  expect((await post(kong, small, { type: "application/json" })).status).toBe(201);
  expect(kong.configurationHash).not.toBe(md5(small));
  expect((await post(kong, small, { type: "application/json", query: "?check_hash=1" })).status).toBe(201);
  expect(await post(kong, "{", { type: "application/json" })).toMatchObject({ status: 400 });
});

it.each(["text/plain", "application/x-yaml", "application/octet-stream", null])("%s gets 415 in HTML", async (type) => {
  await using kong = await startKongEmulator();
  expect(await post(kong, small, { type })).toMatchObject({ status: 415, text: expect.stringContaining("<html>") });
});

it("no content coding is known: gzip gets 400", async () => {
  await using kong = await startKongEmulator();
  expect((await post(kong, new Uint8Array(gzipSync(small)), { headers: { "Content-Encoding": "gzip" } })).status).toBe(400);
});

it("more than 10 MiB gets nginx's 413, a full LMDB Kong's; the old config stays", async () => {
  await using kong = await startKongEmulator();
  await post(kong, small);
  expect(await post(kong, `#${"x".repeat(10 * 1024 * 1024)}\n${small}`)).toMatchObject({ status: 413, text: expect.stringContaining("<html>") });
  kong.setMode("map full");
  expect(await post(kong, small)).toMatchObject({ status: 413, text: expect.stringContaining("lmdb_map_size") });
  expect(kong.configurationHash).toBe(md5(small));
});

it("who loads while a load is under way gets 429 with Retry-After", async () => {
  await using kong = await startKongEmulator();
  kong.setMode("stuck");
  const first = post(kong, small);
  await vi.waitUntil(() => kong.isLoading);
  const second = await post(kong, small.replace("s.internal", "t.internal"));
  expect(second.status).toBe(429);
  expect(Number(second.headers.get("retry-after"))).toBeGreaterThan(0);
  kong.setMode("normal");
  expect((await first).status).toBe(201);
  expect(kong.configurationHash).toBe(md5(small));
});

it.each([["500"], ["503"], ["504"]] as const)("a load that ends in %s leaves the old config", async (mode) => {
  await using kong = await startKongEmulator();
  await post(kong, small);
  kong.setMode(mode);
  expect((await post(kong, small.replace("s.internal", "t.internal"))).status).toBe(Number(mode));
  expect(kong.configurationHash).toBe(md5(small));
});

it("a document without entities is taken, and leaves the zero hash and a node that is not ready", async () => {
  await using kong = await startKongEmulator();
  expect(await get(`${kong.statusUrl}/status/ready`)).toMatchObject({ status: 503, json: { message: expect.stringContaining("empty configuration") } });
  await post(kong, small);
  expect((await get(`${kong.statusUrl}/status/ready`)).status).toBe(200);
  expect(await post(kong, '{"_format_version":"3.0"}')).toMatchObject({ status: 201, text: "{}" });
  expect(kong.configurationHash).toBe(zeroHash);
  expect((await get(`${kong.statusUrl}/status/ready`)).status).toBe(503);
});

it("a restart keeps the config or comes up empty, with other pids, and another id unless one is set", async () => {
  await using kong = await startKongEmulator({ stored: small });
  await using named = await startKongEmulator({ nodeId: "7f9c24e8-3b13-4c10-9d61-0c2b4f1d5a77" });
  expect(kong.configurationHash).toBe(md5(small));
  const before = [await get(kong.adminUrl), await get(named.adminUrl)];
  await kong.restart({ keepConfig: true });
  await named.restart({ keepConfig: true });
  const after = [await get(kong.adminUrl), await get(named.adminUrl)];
  expect(kong.configurationHash).toBe(md5(small));
  expect(after[0]?.json.node_id).not.toBe(before[0]?.json.node_id);
  expect(after[1]?.json.node_id).toBe("7f9c24e8-3b13-4c10-9d61-0c2b4f1d5a77");
  expect(after[0]?.json.pids).not.toEqual(before[0]?.json.pids);
  await kong.restart({ keepConfig: false });
  expect(kong.configurationHash).toBe(zeroHash);
});

it("only /config can be written to; it exports what was loaded, flat, and entities can be read", async () => {
  await using kong = await startKongEmulator();
  await post(kong, JSON.stringify({ _format_version: "3.0", services: [{ name: "s", host: "s.internal", routes: [{ name: "r", paths: ["/"] }] }] }));
  const write = await fetch(`${kong.adminUrl}/services`, { method: "POST", body: "{}" });
  expect([write.status, await write.json()]).toEqual([
    405,
    { code: 12, name: "operation unsupported", message: "cannot create 'services' entities when not using a database" },
  ]);
  expect((await post(kong, small, { method: "PUT" })).status).toBe(405);
  const service = (await get(`${kong.adminUrl}/services/s`)).json;
  expect((await get(`${kong.adminUrl}/routes/r`)).json).toMatchObject({ paths: ["/"], service: { id: service.id } });
  expect((await get(`${kong.adminUrl}/routes/none`)).status).toBe(404);
  const exported: unknown = parse(String((await get(`${kong.adminUrl}/config`)).json.config));
  expect(exported).toMatchObject({ _format_version: "3.0", _transform: false, services: [{ id: service.id }], routes: [{ service: service.id }] });
});

it("tells its plugins, and the schema of each", async () => {
  await using kong = await startKongEmulator();
  const { json } = await get(kong.adminUrl);
  expect(json).toMatchObject({ version: "3.9.3", plugins: { available_on_server: { "key-auth": { version: "3.9.3", priority: 1250 } } } });
  expect(await get(`${kong.adminUrl}/schemas/plugins/key-auth`)).toMatchObject({ status: 200, json: { fields: expect.any(Array) } });
  expect((await get(`${kong.adminUrl}/schemas/plugins/unheard-of`)).status).toBe(404);
});
