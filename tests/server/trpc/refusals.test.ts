import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { answerProcedures } from "@/server/trpc/answer";
import { LargeTurns } from "@/server/trpc/large-turns";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

it("nobody gets 401 before a byte of the body is read", async () => {
  await using world = await createTrpcWorld();
  const call = async (user: typeof world.ours.user | null) => {
    const req = new Request("http://localhost/api/trpc/org.update", { method: "POST", body: '{"json": ', headers: { "Content-Type": "application/json" } });
    const answer = await answerProcedures(req, () => world.contextOf(user));
    return { status: answer.status, isRead: req.bodyUsed };
  };
  expect(await call(null)).toEqual({ status: 401, isRead: false });
  expect(await call(world.ours.user)).toEqual({ status: 400, isRead: true });
});

it("no answer is kept by a browser, a refusal no more than what was asked for", async () => {
  await using world = await createTrpcWorld();
  const url = `http://localhost/api/trpc/org.get?input=${encodeURIComponent(JSON.stringify({ json: { org: world.ours.slug } }))}`;
  const answers = await Promise.all([world.ours.user, null].map((user) => answerProcedures(new Request(url), () => world.contextOf(user))));
  expect(answers.map(({ status, headers }) => [status, headers.get("cache-control")])).toEqual([
    [200, "no-store"],
    [401, "no-store"],
  ]);
});

it.each(["null", "{", '{"json":{"__proto__":1},"meta":{"values":{"a.__proto__":["Date"]}}}', '{"json":{"tags":[]},"meta":{"values":{"tags":["set"]}}}'])(
  "a body that is no input gets a plain 400: %s",
  async (body) => {
    await using world = await createTrpcWorld();
    const req = new Request("http://localhost/api/trpc/org.update", { method: "POST", body, headers: { "Content-Type": "application/json" } });
    const answer = await answerProcedures(req, () => world.contextOf(world.ours.user));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { json: { message: "The request cannot be read: its body must be JSON with the input as a map." } } });
  },
);

it.each([
  ["nests too deep", `{"json":${"[".repeat(1_000_000)}`, "The body nests deeper than 72 levels."],
  ["has too many values", `{"json":{${'"a":1,'.repeat(200_000)}"b":1}}`, "The body has more values than can be read in time: send a configuration as a text."],
])("a body that %s is refused in words before it is parsed", async (_, body, message) => {
  await using world = await createTrpcWorld();
  const parse = vi.spyOn(JSON, "parse");
  const req = new Request("http://localhost/api/trpc/configImports.preview", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  const answer = await answerProcedures(req, () => world.contextOf(world.ours.user));
  expect(parse.mock.calls.some(([text]) => text === body)).toBe(false);
  parse.mockRestore();
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { json: { message, data: { code: "BAD_REQUEST" } } } });
});

it("a body of another type is refused unread", async () => {
  await using world = await createTrpcWorld();
  const body = new FormData();
  body.append("json", "{}");
  const req = new Request("http://localhost/api/trpc/org.update", { method: "POST", body });
  const answer = await answerProcedures(req, () => world.contextOf(world.ours.user));
  expect([answer.status, req.bodyUsed]).toEqual([415, false]);
});

it("several calls in one request are refused, since a large one would hide among small ones", async () => {
  await using world = await createTrpcWorld();
  const req = new Request("http://localhost/api/trpc/org.get,org.get?batch=1&input={}");
  expect((await answerProcedures(req, () => world.contextOf(world.ours.user))).status).toBe(400);
});

it("of the same caller one large request is answered at a time, and another caller waits for none of them", async () => {
  const turns = new LargeTurns();
  const order: string[] = [];
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  const first = turns.take("ann", async () => {
    await gate;
    order.push("first");
    throw new Error("failed");
  });
  const second = turns.take("ann", async () => void order.push("second"));
  await turns.take("ben", async () => void order.push("other"));
  open();
  await expect(first).rejects.toThrow("failed");
  await second;
  expect(order).toEqual(["other", "first", "second"]);
});

it("of an unknown error the log has names and codes, and neither the caller nor the log what it says", async () => {
  await using world = await createTrpcWorld();
  await world.deps.db.write((tx) => tx.run(sql`CREATE TRIGGER refuse BEFORE UPDATE ON orgs BEGIN SELECT RAISE(ABORT, 'a secret'); END`));
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await expect(createCaller(world.contextOf(world.ours.user)).org.update({ org: world.ours.slug, name: "Renamed" })).rejects.toMatchObject({
    code: "INTERNAL_SERVER_ERROR",
  });
  expect(logged.mock.calls).toEqual([[expect.stringMatching(/^request test org\.update: [A-Za-z]+( [A-Z_]+)?( < [A-Za-z]+( [A-Z_]+)?)*$/)]]);
  expect(logged.mock.calls.flat().join()).toContain("SQLITE_CONSTRAINT");
  logged.mockRestore();
});
