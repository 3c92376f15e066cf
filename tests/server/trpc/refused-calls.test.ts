import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { createCaller } from "@/server/trpc/root";
import { createMembersWorld } from "@/tests/support/members-world";
import { createRestWorld } from "@/tests/support/rest-world";

const MINUTE_MS = 60_000;

/** What the activity tells of refused calls, newest first. */
async function refusedIn({ ada, org }: Awaited<ReturnType<typeof createMembersWorld>>) {
  return (await ada.activity.list({ org, outcome: "refused" })).rows;
}

it("a change that a role does not allow is in the activity, with who, from where, what and what it needed", async () => {
  await using world = await createMembersWorld();
  const { org } = world;
  const { groupId } = world.ours;
  const eve = await world.addPerson("Eve", "viewer");
  const api = createCaller({ ...world.contextOf(eve), requestId: "request", address: "192.0.2.7" });
  await expect(api.runtimeGroups.delete({ org, groupId, confirmName: "default" })).rejects.toThrow("This needs the role Admin; yours here is Viewer.");
  const [entry, ...others] = await refusedIn(world);
  expect(others).toEqual([]);
  expect(entry).toMatchObject({
    actor: "Eve",
    actorKind: "user",
    actorId: eve.id,
    address: "192.0.2.7",
    requestId: "request",
    action: "call.refused",
    target: "runtimeGroups.delete",
    groupId,
    after: JSON.stringify({ needs: "group.write", why: "This needs the role Admin; yours here is Viewer." }),
  });
});

it("what a verb refuses for want of a right is told too, and so are reads that not every member may", async () => {
  await using world = await createMembersWorld();
  const { org } = world;
  const [eve, bob] = [await world.addPerson("Eve", "viewer"), await world.addPerson("Bob", "admin")];
  const exported = { org, groupId: world.ours.groupId, source: "draft", format: "deck", withSecrets: true } as const;
  await expect(eve.api.configVersions.export(exported)).rejects.toThrow("needs the role Editor");
  await expect(eve.api.members.listInvitations({ org })).rejects.toThrow("needs the role Admin");
  await expect(bob.api.members.remove({ org, userId: world.ours.user.id })).rejects.toThrow("needs the role Owner");
  expect((await refusedIn(world)).map(({ actor, target }) => `${actor} ${target}`)).toEqual([
    "Bob members.remove",
    "Eve members.listInvitations",
    "Eve configVersions.export",
  ]);
});

it("of each caller and procedure one refusal is told in five minutes, however many there are and by whatever token", async () => {
  await using world = await createMembersWorld();
  const { org, clock } = world;
  const [eve, bob] = [await world.addPerson("Eve", "viewer"), await world.addPerson("Bob", "viewer")];
  const told = async () => (await refusedIn(world)).map(({ actor, target }) => `${actor} ${target}`);
  const rename = (api: typeof eve.api) => api.org.update({ org, name: "Mine" }).catch(() => undefined);
  await Promise.all(Array.from({ length: 20 }, () => rename(eve.api)));
  expect(await told()).toEqual(["Eve org.update"]);
  await rename(bob.api);
  await eve.api.activity.keep({ org, keptDays: 30 }).catch(() => undefined);
  expect(await told()).toEqual(["Eve activity.keep", "Bob org.update", "Eve org.update"]);
  clock.now += 5 * MINUTE_MS - 1;
  await rename(eve.api);
  expect(await told()).toHaveLength(3);
  clock.now += 1;
  await rename(eve.api);
  expect((await told())[0]).toBe("Eve org.update");
  expect(await told()).toHaveLength(4);
});

it("a foreign org, a missing one and what is allowed leave no refusal anywhere, and a foreign group's id is not written down", async () => {
  await using world = await createMembersWorld();
  const { org, theirs } = world;
  for (const slug of [theirs.slug, "nowhere"]) await expect(world.ada.org.update({ org: slug, name: "Mine" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await world.ada.org.update({ org, name: "Ours" });
  const ofTheirs = await world.callerOf(theirs.user).activity.list({ org: theirs.slug });
  expect([await refusedIn(world), ofTheirs.rows]).toEqual([[], []]);
  const eve = await world.addPerson("Eve", "viewer");
  for (const groupId of [theirs.groupId, randomUUID()]) await eve.api.drafts.discard({ org, groupId, revision: 0 }).catch(() => undefined);
  expect((await refusedIn(world)).map(({ groupId }) => groupId)).toEqual([null]);
});

it("a refusal that cannot be noted is the same refusal", async () => {
  await using world = await createMembersWorld();
  const eve = await world.addPerson("Eve", "viewer");
  const write = () => Promise.reject(new Error("The disk is full."));
  const api = createCaller({ ...world.contextOf(eve), deps: { ...world.deps, db: { ...world.deps.db, write } } });
  await expect(api.org.update({ org: world.org, name: "Mine" })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

it("the activity tells apart what was done and what was refused", async () => {
  await using world = await createMembersWorld();
  const { org, ada } = world;
  await ada.org.update({ org, name: "Ours" });
  const eve = await world.addPerson("Eve", "viewer");
  await eve.api.org.update({ org, name: "Mine" }).catch(() => undefined);
  const actions = async (outcome?: "done" | "refused") => (await ada.activity.list({ org, outcome })).rows.map(({ action }) => action);
  expect([await actions("done"), await actions("refused"), await actions()]).toEqual([["org.update"], ["call.refused"], ["call.refused", "org.update"]]);
});

it("a token that its scope or its owner's role holds back is told by its name, and is answered 403 all the same", async () => {
  await using world = await createRestWorld();
  const token = await world.tokenOf("ours", world.ours.user, { name: "reader", abilities: ["org.read"] });
  const create = () => world.ask("POST", "/orgs/ours/runtime-groups", { token, body: { name: "edge" } });
  expect([(await create()).status, (await create()).status]).toEqual([403, 403]);
  const answer = await world.ask("GET", "/orgs/ours/audit?outcome=refused");
  const { items } = (await answer.json()) as { items: unknown[] }; // safe because the answer is a page
  expect(items).toEqual([
    expect.objectContaining({
      actor: "ours owner (token reader)",
      actorKind: "token",
      address: "192.0.2.1",
      action: "call.refused",
      target: "runtimeGroups.create",
    }),
  ]);
});
