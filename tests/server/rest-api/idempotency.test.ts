import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { idempotencyKeys } from "@/db/schema/index";
import { createRestWorld } from "@/tests/support/rest-world";

const keyed = (key: string, more: Record<string, string> = {}) => ({ "Idempotency-Key": `"${key}"`, ...more });

it("the same request with the same key is done once and answered again as it was", async () => {
  await using world = await createRestWorld();
  const make = (name: string, key: string) => world.ask("POST", "/orgs/ours/runtime-groups", { body: { name }, headers: keyed(key) });
  const first = await make("edge", "a-1");
  const again = await make("edge", "a-1");
  expect([again.status, await again.text(), again.headers.get("idempotent-replayed")]).toEqual([201, await first.text(), "true"]);
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  expect((await make("other", "a-1")).status).toBe(422);
  expect((await make("edge", "a-2")).status).toBe(409);
  world.clock.now += 24 * 60 * 60_000 + 1;
  expect((await make("third", "a-1")).status).toBe(201);
});

it("a key is its owner's alone", async () => {
  await using world = await createRestWorld();
  const key = randomUUID();
  const make = (org: string, token: string) => world.ask("POST", `/orgs/${org}/runtime-groups`, { token, body: { name: "edge" }, headers: keyed(key) });
  expect([(await make("ours", world.tokens.ours)).status, (await make("theirs", world.tokens.theirs)).status]).toEqual([201, 201]);
});

it("a key is its token's alone, not that of every token of one owner", async () => {
  await using world = await createRestWorld();
  const other = await world.tokenOf("ours", world.ours.user, { name: "other" });
  const make = (token: string, name: string) => world.ask("POST", "/orgs/ours/runtime-groups", { token, body: { name }, headers: keyed("t-1") });
  const [first, second, again] = [await make(world.tokens.ours, "edge"), await make(other, "inner"), await make(other, "inner")];
  expect([first.status, second.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([201, 201, 201, "true"]);
});

it("of two at once one does the work, and the other is told that it is being done", async () => {
  await using world = await createRestWorld();
  const publish = () =>
    world.ask("POST", `${world.group}/config-versions?message=One`, {
      body: "_format_version: '3.0'\nservices: [{ name: a, host: a.internal }]",
      headers: keyed("p", { "If-Match": "*", "Content-Type": "application/yaml" }),
    });
  const statuses = (await Promise.all([publish(), publish()])).map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 409]);
  expect([(await publish()).status, (await world.caller.configVersions.list(world.at)).length]).toEqual([201, 1]);
});

it("a refusal is forgotten, so that the request can be mended under the same key", async () => {
  await using world = await createRestWorld();
  const make = (name: string) => world.ask("POST", "/orgs/ours/runtime-groups", { body: { name }, headers: keyed("m") });
  expect([(await make("")).status, (await make("edge")).status]).toEqual([422, 201]);
});

it("what was done whose answer could not be kept is not done twice", async () => {
  await using world = await createRestWorld();
  const make = () => world.ask("POST", "/orgs/ours/runtime-groups", { body: { name: "edge" }, headers: keyed("k") });
  const { keys } = world.deps;
  world.deps.keys = { ...keys, newest: { ...keys.newest, key: Buffer.alloc(1) } };
  expect((await make()).status).toBe(500);
  world.deps.keys = keys;
  expect(await (await make()).json()).toMatchObject({ status: 409, detail: "The request with this Idempotency-Key is being answered." });
});

it("an answer that held a secret is neither kept nor told twice", async () => {
  await using world = await createRestWorld();
  const make = () => world.ask("POST", `${world.group}/enrollment-tokens`, { body: {}, headers: keyed("s") });
  expect([(await make()).status, (await make()).status]).toEqual([201, 409]);
  expect((await world.deps.db.read.select().from(idempotencyKeys).all()).map(({ status, body }) => [status, body])).toEqual([[201, null]]);
  expect((await world.caller.enrollmentTokens.list(world.at)).length).toBe(1);
});
