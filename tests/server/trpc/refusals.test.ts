import { sql } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { answerProcedures } from "@/server/trpc/answer";
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

it.each(["null", "{", '{"json":{"__proto__":1},"meta":{"values":{"a.__proto__":["Date"]}}}'])("a body that is no input gets a plain 400: %s", async (body) => {
  await using world = await createTrpcWorld();
  const req = new Request("http://localhost/api/trpc/org.update", { method: "POST", body, headers: { "Content-Type": "application/json" } });
  const answer = await answerProcedures(req, () => world.contextOf(world.ours.user));
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { json: { message: "The request cannot be read: its body must be JSON with the input as a map." } } });
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
