import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { accessTokens, members } from "@/db/schema/index";
import { createCaller } from "@/server/trpc/root";
import { createRestWorld } from "@/tests/support/rest-world";
import { addStandings, standing } from "@/tests/support/standings";

const DAY_MS = 86_400_000;

/** A world with an Editor beside the owner, and what its token gets for some requests. */
async function createTokenWorld() {
  const world = await createRestWorld();
  const { org } = world.at;
  const statusOf = async (token: string, method: string, path: string, more: object = {}) => (await world.ask(method, path, { token, ...more })).status;
  return {
    ...world,
    org,
    statusOf,
    edit: (token: string) => statusOf(token, "POST", `${world.group}/draft/entities/services`, { body: { fields: { host: `h${Math.random()}.internal` } } }),
    read: (token: string) => statusOf(token, "GET", `${world.group}/draft`),
    rows: (id: string) => world.deps.db.read.select().from(accessTokens).where(eq(accessTokens.id, id)).get(),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it("of the groups, a token of single groups is told those alone", async () => {
  await using world = await createTokenWorld();
  const { id } = await world.caller.runtimeGroups.create({ org: world.org, name: "edge" });
  const token = await world.tokenOf("ours", world.ours.user, { groupIds: [id] });
  const listed = (await (await world.ask("GET", "/orgs/ours/runtime-groups", { token })).json()) as { items: { id: string }[] }; // safe because the schema says so
  expect(listed.items.map((each) => each.id)).toEqual([id]);
});

it("a token of one organization reaches no other of its owner's", async () => {
  await using world = await createTokenWorld();
  await world.deps.db.write((tx) => tx.insert(members).values({ orgId: world.theirs.orgId, userId: world.ours.user.id, role: "owner", createdAt: 0 }));
  expect(await world.statusOf(world.tokens.ours, "GET", "/orgs/theirs")).toBe(404);
  const { items } = (await (await world.ask("GET", "/orgs")).json()) as { items: { slug: string }[] }; // safe because the schema says so
  expect(items.map(({ slug }) => slug)).toEqual(["ours"]);
});

it("revoked, expired, and outlived by a shorter limit: each gets the 401 of an unknown one", async () => {
  await using world = await createTokenWorld();
  const made = await world.caller.accessTokens.create({ org: world.org, name: "ci", days: 90 });
  expect(await world.read(made.token)).toBe(200);
  await world.caller.accessTokens.setLimit({ org: world.org, longestDays: 30 });
  await expect(world.caller.accessTokens.create({ org: world.org, name: "long", days: 31 })).rejects.toThrow(
    "This organization lets tokens live 30 days at the most.",
  );
  world.clock.now += 30 * DAY_MS;
  expect(await world.read(made.token)).toBe(401);
  await world.caller.accessTokens.setLimit({ org: world.org, longestDays: 365 });
  expect(await world.read(made.token)).toBe(200);
  world.clock.now += 60 * DAY_MS;
  expect(await world.read(made.token)).toBe(401);
  const { id, token } = await world.caller.accessTokens.create({ org: world.org, name: "ci", days: 1 });
  await world.caller.accessTokens.revoke({ org: world.org, tokenId: id });
  expect(await world.read(token)).toBe(401);
  await expect(world.caller.accessTokens.revoke({ org: world.org, tokenId: id })).rejects.toThrow("No such access token.");
});

it("a demotion holds from a token's next request on, and a removal kills it for good", async () => {
  await using world = await createTokenWorld();
  const { org } = world;
  const { addMember } = await addStandings(world);
  const vera = await addMember(standing("editor"));
  const token = await world.tokenOf(org, vera);
  expect(await world.edit(token)).toBe(201);
  await world.caller.members.update({ org, userId: vera.id, role: "viewer" });
  expect([await world.edit(token), await world.read(token)]).toEqual([403, 200]);
  await world.caller.members.remove({ org, userId: vera.id });
  expect(await world.read(token)).toBe(401);
  await world.deps.db.write((tx) => tx.insert(members).values({ orgId: world.ours.orgId, userId: vera.id, role: "editor", createdAt: 0 }));
  expect(await world.read(token)).toBe(401);
});

it("a service account acts by its own role and its roles on single groups, and its tokens go with it", async () => {
  await using world = await createTokenWorld();
  const { org } = world;
  const account = { org, name: "pipeline", role: "viewer" } as const;
  const { id } = await world.caller.serviceAccounts.create(account);
  const { token } = await world.caller.serviceAccounts.createToken({ org, serviceAccountId: id, name: "ci" });
  expect(token).toMatch(/^sba_/);
  expect([await world.read(token), await world.edit(token)]).toEqual([200, 403]);
  await world.caller.serviceAccounts.update({ ...account, serviceAccountId: id, groupRoles: [{ groupId: world.at.groupId, role: "editor" }] });
  expect([await world.edit(token), await world.statusOf(token, "POST", "/orgs/ours/runtime-groups", { body: { name: "edge" } })]).toEqual([201, 403]);
  const steps = await world.caller.drafts.listSteps(world.at);
  expect(steps[0]?.authorName).toBe("pipeline");
  expect(await world.statusOf(token, "POST", `${world.group}/enrollment-tokens`, { body: {} })).toBe(201);
  const { rows } = await world.caller.activity.list({ org });
  expect(rows.find(({ action }) => action === "enrollmentToken.create")).toMatchObject({
    actor: "pipeline (token ci)",
    actorKind: "token",
    address: "192.0.2.1",
  });
  await world.caller.serviceAccounts.delete({ org, serviceAccountId: id });
  expect(await world.read(token)).toBe(401);
});

it("a token makes no token and does nothing that is about its owner alone", async () => {
  await using world = await createTokenWorld();
  const token = { id: "t", name: "ci", orgId: world.ours.orgId, orgSlug: "ours", isOfServiceAccount: false, abilities: null, groupIds: null };
  const caller = createCaller({ ...world.contextOf(world.ours.user), token });
  await expect(caller.accessTokens.create({ org: world.org, name: "more" })).rejects.toThrow("A token makes no token");
  await expect(caller.org.create({ name: "More" })).rejects.toThrow("by no access token");
});

it("another's token is revoked by an Admin, and reads like a missing one to an Editor", async () => {
  await using world = await createTokenWorld();
  const { id } = await world.caller.serviceAccounts.create({ org: world.org, name: "pipeline", role: "viewer" });
  const made = await world.caller.serviceAccounts.createToken({ org: world.org, serviceAccountId: id, name: "ci" });
  await world.become("editor");
  await expect(world.caller.accessTokens.revoke({ org: world.org, tokenId: made.id })).rejects.toThrow("No such access token.");
  await world.become("admin");
  await world.caller.accessTokens.revoke({ org: world.org, tokenId: made.id });
  expect(await world.read(made.token)).toBe(401);
});

it("a use is noted once a minute, and told in the activity at the first one from each address", async () => {
  await using world = await createTokenWorld();
  const { id, token } = await world.caller.accessTokens.create({ org: world.org, name: "ci" });
  const use = (address: string) => world.handle(new Request("http://localhost/api/v1/orgs", { headers: { Authorization: `Bearer ${token}` } }), address);
  const used = async () => (await world.rows(id))?.lastUsedAt;
  const start = world.clock.now;
  await use("192.0.2.1");
  world.clock.now += 59_000;
  await use("192.0.2.1");
  expect(await used()).toBe(start);
  world.clock.now += 1000;
  await use("192.0.2.1");
  expect(await used()).toBe(start + 60_000);
  await use("192.0.2.9");
  await use("192.0.2.1");
  const { rows } = await world.caller.activity.list({ org: world.org, text: "first used" });
  expect(rows.map(({ actor, target }) => `${actor} ${target}`)).toEqual(["ours owner (token ci) 192.0.2.9", "ours owner (token ci) 192.0.2.1"]);
});

it("lists tell how a token begins and that it ends soon, and neither lists nor rows hold the token", async () => {
  await using world = await createTokenWorld();
  const { token } = await world.caller.accessTokens.create({ org: world.org, name: "ci", days: 6 });
  const listed = await world.caller.accessTokens.list({ org: world.org });
  expect(listed[0]).toMatchObject({ name: "ci", prefix: token.slice(0, 8), state: "valid", warning: "expires in 6 days", ownerName: "ours owner" });
  expect(listed.find(({ name }) => name === "test")?.warning).toBeNull();
  expect(JSON.stringify([listed, await world.deps.db.read.select().from(accessTokens)])).not.toContain(token);
});
