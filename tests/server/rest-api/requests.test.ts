import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { newToken } from "@/server/auth/token-hash";
import { createRestWorld } from "@/tests/support/rest-world";
import { addStandings } from "@/tests/support/standings";

const json = async (response: Response) => (await response.json()) as Record<string, unknown>; // safe because every body of the API is an object

it("a request without a good token gets 401 and nothing else, whatever cookie it has", async () => {
  await using world = await createRestWorld();
  const strangers: Record<string, string>[] = [
    {},
    { Authorization: "Basic eDp5" },
    { Authorization: "Bearer nobody0000" },
    { Cookie: "authjs.session-token=x" },
  ];
  for (const headers of strangers) {
    const answer = await world.ask("GET", "/orgs", { token: null, headers });
    expect([answer.status, answer.headers.get("www-authenticate"), answer.headers.get("content-type")]).toEqual([401, "Bearer", "application/problem+json"]);
  }
});

it("an address that tries tokens waits after thirty of them, and a good token passes still", async () => {
  await using world = await createRestWorld();
  for (let tries = 0; tries < 30; tries++) expect((await world.ask("GET", "/orgs", { token: newToken("sbp") })).status).toBe(401);
  const refused = await world.ask("GET", "/orgs", { token: newToken("sbp") });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await world.ask("GET", "/orgs")).status).toBe(200);
});

it("a token in the URL is refused, be there a good one in Authorization", async () => {
  await using world = await createRestWorld();
  for (const path of [`/orgs?access_token=${newToken("sbi")}`, `/orgs/${newToken("sbe")}`]) expect((await world.ask("GET", path)).status).toBe(400);
});

it("a parameter of the path that does not fit names nothing", async () => {
  await using world = await createRestWorld();
  expect(await json(await world.ask("GET", "/orgs/ours/runtime-groups/no-uuid"))).toMatchObject({ status: 404, title: "Not Found", type: "about:blank" });
});

it("a request that HTTP itself can judge gets the status that says why", async () => {
  await using world = await createRestWorld();
  const groups = "/orgs/ours/runtime-groups";
  const typed = { "Content-Type": "application/json" };
  const method = await world.ask("PATCH", groups);
  expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  const asked = await world.ask("OPTIONS", groups);
  expect([asked.status, asked.headers.get("allow")]).toEqual([405, "GET, HEAD, POST"]);
  for (const path of ["/nothing", "", "/"]) expect((await world.ask("GET", path)).status).toBe(404);
  expect((await world.ask("GET", "/orgs/%zz")).status).toBe(400);
  expect((await world.ask("GET", groups, { headers: { Accept: "text/html" } })).status).toBe(406);
  expect((await world.ask("POST", groups, { body: "name=x", headers: { "Content-Type": "text/plain" } })).status).toBe(415);
  expect((await world.ask("POST", groups, { body: "{", headers: typed })).status).toBe(400);
  const deep = await world.ask("POST", groups, { body: "[".repeat(1000), headers: typed });
  expect([deep.status, (await json(deep))["detail"]]).toEqual([400, "The body nests deeper than 72 levels."]);
  expect((await world.ask("POST", groups, { body: "x".repeat(1024 * 1024 + 1), headers: typed })).status).toBe(413);
  const head = await world.ask("HEAD", groups);
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

it("an input that does not fit gets 422 with its field, and so does a member or parameter that there is not", async () => {
  await using world = await createRestWorld();
  const groups = "/orgs/ours/runtime-groups";
  expect(await json(await world.ask("POST", groups, { body: { name: "" } }))).toMatchObject({ status: 422, field: "name", detail: "Give the group a name." });
  expect(await json(await world.ask("POST", groups, { body: { name: "edge", pollIntervalSecond: 5 } }))).toMatchObject({
    status: 422,
    field: "pollIntervalSecond",
  });
  expect(await json(await world.ask("GET", `${groups}?limits=5`))).toMatchObject({ status: 422, field: "limits" });
  expect(await json(await world.ask("GET", `${groups}?limit=201`))).toMatchObject({ status: 422, field: "limit" });
  expect(await json(await world.ask("GET", `${groups}?limit=1&limit=2`))).toMatchObject({ status: 422, field: "limit" });
  expect(await json(await world.ask("POST", groups, { body: {} }))).toMatchObject({ status: 422, field: "name", detail: "This is missing." });
  expect(await json(await world.ask("POST", groups, { body: { name: 5 } }))).toMatchObject({ status: 422, field: "name", detail: "This must be a text." });
  expect(await json(await world.ask("GET", "/orgs/ours/audit?outcome=none"))).toMatchObject({
    status: 422,
    field: "outcome",
    detail: "This must be one of done, refused.",
  });
});

it("a member that there is not is refused at any depth, because what its absence means may be all of a group or no gate at all", async () => {
  await using world = await createRestWorld();
  const gate = { needApproval: true };
  const rollout = { stages: [{ reach: { percent: 100 }, gate }] };
  const refused = { status: 422, detail: "There is no such member." };
  const told = async (method: string, path: string, body: unknown) => json(await world.ask(method, `${world.group}${path}`, { body }));
  for (const act of ["archive", "pause", "sync"]) {
    const misspelt = { which: { matching: { labels: { stage: "canary" } } } };
    expect(await told("POST", `/instances/${act}`, misspelt), act).toMatchObject({ ...refused, field: "which.matching.labels" });
    const noFilter = { which: { matching: { filters: { conection: "disconnected" } } } };
    expect(await told("POST", `/instances/${act}`, noFilter), act).toMatchObject({ ...refused, field: "which.matching.filters.conection" });
  }
  const both = { which: { instanceIds: [randomUUID()], matching: {} } };
  expect(await told("POST", "/instances/pause", both)).toMatchObject({ ...refused, field: expect.stringMatching(/^which\.(matching|instanceIds)$/) });
  const noState = { which: { matching: { filters: { connection: "offline" } } } };
  expect(await told("POST", "/instances/pause", noState)).toMatchObject({ status: 422, field: expect.stringMatching(/^which/) });
  expect(await told("PUT", "/rollout-strategy", { strategy: rollout })).toMatchObject({ ...refused, field: "strategy.stages.0.gate.needApproval" });
  expect(await told("POST", "/config-versions", { source: "{}", message: "x", rollout })).toMatchObject({
    ...refused,
    field: "rollout.stages.0.gate.needApproval",
  });
  expect(await told("POST", "/rollout-preview", { strategy: { stages: [{ reach: { percent: 100, selector: { a: "b" } }, gate: {} }] } })).toMatchObject({
    ...refused,
    field: "strategy.stages.0.reach.selector",
  });
});

it.each(["", "!", "A", "zzz", "AAAA", "\0"])(
  "a list refuses the cursor %j that it never gave, of every kind of list, and does not begin anew",
  async (text) => {
    await using world = await createRestWorld();
    const lists = ["/orgs/ours/runtime-groups", "/orgs/ours/audit", `${world.group}/instances`, `${world.group}/draft/entities/services`];
    for (const list of lists) {
      for (const cursor of [text, Buffer.from(text).toString("base64url")]) {
        const answer = await world.ask("GET", `${list}?cursor=${encodeURIComponent(cursor)}`);
        expect(await json(answer), `${list} ${cursor}`).toMatchObject({ status: 422, field: "cursor" });
      }
    }
  },
);

it("members are told with their roles on groups, and what an act changed as JSON of its own", async () => {
  await using world = await createRestWorld();
  const { groupId, user } = world.ours;
  await world.caller.org.update({ org: "ours", name: "Renamed" });
  const [entry] = (await json(await world.ask("GET", "/orgs/ours/audit?text=org.update")))["items"] as unknown[]; // safe because the schema says so
  expect(entry).toMatchObject({ before: { name: expect.any(String) }, after: { name: "Renamed" } });
  const { addMember } = await addStandings(world);
  const grace = await addMember({ role: "viewer", onGroup: "deployer", elsewhere: null });
  const { items } = await json(await world.ask("GET", "/orgs/ours/members"));
  expect(items).toContainEqual(expect.objectContaining({ id: grace.id, role: "viewer", groupRoles: [{ groupId, groupName: "default", role: "deployer" }] }));
  expect(items).toContainEqual(expect.objectContaining({ id: user.id, groupRoles: [] }));
});

it("an error that nobody foresaw gives a request id outside and its name in the log, never its words", async () => {
  await using world = await createRestWorld();
  world.deps.inspect = () => Promise.reject(new TypeError("secret-parameter"));
  const answer = await world.ask("POST", `${world.group}/check`, { body: { source: "{}" } });
  const body = await json(answer);
  expect([answer.status, body["instance"]]).toEqual([500, `urn:uuid:${answer.headers.get("request-id")}`]);
  expect(JSON.stringify([body, world.logged])).not.toContain("secret-parameter");
});

it("a token's quota is told in every answer; past it come 429 and the seconds to wait", async () => {
  await using world = await createRestWorld({ mostRequests: 2 });
  const first = await world.ask("GET", "/orgs");
  expect([first.headers.get("ratelimit-policy"), first.headers.get("ratelimit")]).toEqual(['"token";q=2;w=60', '"token";r=1;t=60']);
  await world.ask("GET", "/orgs");
  world.clock.now += 20_000;
  const refused = await world.ask("GET", "/orgs");
  expect([refused.status, refused.headers.get("retry-after"), refused.headers.get("ratelimit")]).toEqual([429, "40", '"token";r=0;t=40']);
  expect((await world.ask("GET", "/orgs", { token: world.tokens.theirs })).status).toBe(200);
  world.clock.now += 40_000;
  expect((await world.ask("GET", "/orgs")).status).toBe(200);
});

it("a walk through a list tells every row once, though others come at its beginning", async () => {
  await using world = await createRestWorld();
  await world.publish("a.internal", "b.internal", "c.internal");
  const versions = (query: string) => world.ask("GET", `${world.group}/config-versions?${query}`).then(json);
  const first = await versions("limit=2");
  await world.publish("d.internal");
  const rest = await versions(`limit=2&cursor=${String(first["next_cursor"])}`);
  const numbers = [first, rest].flatMap(({ items }) => (items as { number: number }[]).map(({ number }) => number)); // safe because the schema says so
  expect([numbers, rest["next_cursor"]]).toEqual([[3, 2, 1], null]);

  const ids = Array.from({ length: 5 }, () => randomUUID()).sort();
  for (const id of ids) await world.addInstance(id, {});
  const found: string[] = [];
  let cursor: unknown = "";
  for (let page = 0; cursor !== null && page < 9; page++) {
    const { items, next_cursor } = await json(await world.ask("GET", `${world.group}/instances?limit=2${cursor === "" ? "" : `&cursor=${String(cursor)}`}`));
    found.push(...(items as { id: string }[]).map(({ id }) => id)); // safe because the schema says so
    cursor = next_cursor;
  }
  expect(found).toEqual(ids);
});

it("a walk through the audit trail goes on where it was, though what it does is audited itself", async () => {
  await using world = await createRestWorld();
  await world.publish("a.internal", "b.internal");
  const seen: number[] = [];
  let cursor: unknown = "";
  for (let page = 0; cursor !== null && page < 20; page++) {
    const { items, next_cursor } = await json(await world.ask("GET", `/orgs/ours/audit?limit=1${cursor === "" ? "" : `&cursor=${String(cursor)}`}`));
    seen.push(...(items as { seq: number }[]).map(({ seq }) => seq)); // safe because the schema says so
    cursor = next_cursor;
    await world.caller.org.update({ org: "ours", name: `Renamed ${page}` });
  }
  const [newest = 0] = seen;
  expect(seen).toEqual(Array.from({ length: newest }, (_, index) => newest - index));
});
