import { expect, it, vi } from "vitest";
import { insertMember } from "@/db/queries/members";
import { mintOrgDb } from "@/db/scoped";
import { beginSession, sessionUser } from "@/server/auth/session";
import { readEnv } from "@/server/env";
import { createMailer } from "@/server/mail";
import { startMailServer } from "@/tests/support/mail-server";
import { createMembersWorld } from "@/tests/support/members-world";

const BROWSER = { address: "192.0.2.1", userAgent: "" };

/** Vera views our org and is a member of theirs; she is signed in with two browsers. */
async function createSignedInWorld() {
  const world = await createMembersWorld();
  const { deps, theirs } = world;
  const vera = await world.addPerson("Vera", "viewer");
  await deps.db.write((tx) => insertMember(tx, mintOrgDb(deps.db, theirs.orgId), vera.id, { role: "viewer", groupRoles: [] }, 0));
  const begin = async () => (await beginSession(deps, vera, BROWSER, "password")).sessionId;
  const sessions = [await begin(), await begin()];
  return {
    ...world,
    vera,
    good: async () => (await Promise.all(sessions.map((id) => sessionUser(deps, id, BROWSER.address)))).filter((user) => user !== null).length,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it("an Admin ends every session of a member, who is told by mail; roles stay, and the org's activity has it, no other's", async () => {
  await using world = await createSignedInWorld();
  await using server = await startMailServer();
  world.deps.sendMail = createMailer(readEnv(server.settings));
  const grace = await world.addPerson("Grace", "admin");
  expect(await world.good()).toBe(2);
  expect(await grace.api.members.endSessions({ org: world.org, userId: world.vera.id })).toEqual({ ended: 2 });
  expect(await world.good()).toBe(0);
  expect((await world.vera.api.org.get({ org: world.org })).role).toBe("viewer");
  expect(await world.activity(1)).toEqual(["Grace member.endSessions Vera"]);
  const { rows } = await world.callerOf(world.theirs.user).activity.list({ org: "theirs" });
  expect(rows.map((row) => row.action)).toEqual(["account.signIn", "account.signIn"]);
  expect(server.mails.map((each) => each.to)).toEqual([["vera@example.com"]]);
  expect(server.mails[0]?.source).toContain("Grace of ours ended all your sessions");
});

it("an Owner's sessions are ended by Owners alone, and nobody's of another org", async () => {
  await using world = await createSignedInWorld();
  const { org } = world;
  const { api } = await world.addPerson("Grace", "admin");
  await expect(api.members.endSessions({ org, userId: world.ours.user.id })).rejects.toThrow("This needs the role Owner; yours here is Admin.");
  await expect(api.members.endSessions({ org, userId: world.theirs.user.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await world.good()).toBe(2);
});

it("a mail that is refused ends the sessions all the same, and the log names no person", async () => {
  await using world = await createSignedInWorld();
  await using server = await startMailServer({ isRefusing: true });
  world.deps.sendMail = createMailer(readEnv(server.settings));
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  await world.ada.members.endSessions({ org: world.org, userId: world.vera.id });
  expect(await world.good()).toBe(0);
  expect(logged.mock.calls.flat().join()).toMatch(/^mail of ended sessions: [A-Za-z ]+$/);
  logged.mockRestore();
});

it("second factor and last sign-in are told to who manages members, and to nobody else", async () => {
  await using world = await createSignedInWorld();
  const { org } = world;
  const seenBy = async (api: typeof world.ada) => (await api.members.list({ org })).map(({ name, signIn }) => [name, signIn]);
  expect(await seenBy(world.ada)).toEqual([
    ["Vera", { lastAt: world.clock.now, hasSecondFactor: false }],
    ["ours owner", { lastAt: null, hasSecondFactor: false }],
  ]);
  expect(await seenBy(world.vera.api)).toEqual([
    ["Vera", null],
    ["ours owner", null],
  ]);
});
