import { expect, it } from "vitest";
import { insertUser } from "@/db/queries/people";
import { members, sessions } from "@/db/schema/index";
import { hashPassword } from "@/server/auth/password";
import { beginSession, endSession, SESSION_SECONDS, sessionUser, signOutEverywhere } from "@/server/auth/session";
import { authenticate } from "@/server/auth/sign-in";
import type { Deps } from "@/server/deps";
import { SESSION_IDLE_MS } from "@/server/domain/sign-in";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const PASSWORD = "correct horse battery staple";
const GRACE = { id: "grace", name: "Grace", email: "grace@example.com" };
const BROWSER = { address: "192.0.2.1", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };

/** Grace views our org, and is signed in with two browsers, here and there. */
async function createSignedInWorld() {
  const world = await createTrpcWorld();
  const { deps } = world;
  const passwordHash = await hashPassword(PASSWORD);
  await deps.db.write(async (tx) => {
    await insertUser(tx, { ...GRACE, passwordHash, createdAt: 0 });
    await tx.insert(members).values({ orgId: world.ours.orgId, userId: GRACE.id, role: "viewer", createdAt: 0 });
  });
  const begin = async (address: string) => (await beginSession(deps, GRACE, { ...BROWSER, address }, "password")).sessionId;
  const [here, there] = [await begin("192.0.2.1"), await begin("192.0.2.2")];
  const isGood = async (sessionId: string) => (await sessionUser(deps, sessionId, "192.0.2.1")) !== null;
  return {
    ...world,
    here,
    there,
    isGood,
    account: createCaller(world.contextOf({ ...GRACE, sessionId: here })).account,
    signIn: (password: string) =>
      authenticate(deps, { email: GRACE.email, password, address: "192.0.2.9" }).then(
        () => true,
        () => false,
      ),
    newestActivity: async () => (await createCaller(world.contextOf(world.ours.user)).activity.list({ org: "ours" })).rows[0],
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

it("a session names its person until it ends, is signed out, or its time is over", async () => {
  await using world = await createSignedInWorld();
  const { deps, here, there, isGood } = world;
  expect(await sessionUser(deps, here, "192.0.2.1")).toEqual({ ...GRACE, sessionId: here, strength: { method: "password", hasShownSecondFactor: false } });
  expect(await endSession(deps, GRACE.id, here)).toBe(true);
  expect([await isGood(here), await isGood(there), await isGood("of nobody")]).toEqual([false, true, false]);
  const end = world.clock.now + SESSION_SECONDS * 1000;
  // Used once in a while, and no longer for that.
  while (world.clock.now < end - SESSION_IDLE_MS) {
    world.clock.now += SESSION_IDLE_MS - 1;
    expect(await isGood(there)).toBe(true);
  }
  world.clock.now = end - 1;
  expect(await isGood(there)).toBe(true);
  world.clock.now = end;
  expect(await isGood(there)).toBe(false);
});

it("a session that nobody used for a day has ended, and is listed no more; being used is written down once a minute at most", async () => {
  await using world = await createSignedInWorld();
  const { here, there, isGood } = world;
  let writes = 0;
  const write: Deps["db"]["write"] = (work) => {
    writes += 1;
    return world.deps.db.write(work);
  };
  const db = { ...world.deps.db, write };
  const look = () => sessionUser({ ...world.deps, db }, here, "192.0.2.1");
  for (let second = 0; second < 120; second++) {
    world.clock.now += 1000;
    await look();
  }
  expect(writes).toBe(2);
  world.clock.now += SESSION_IDLE_MS - 120_000;
  expect(await isGood(there)).toBe(false);
  expect((await world.account.listSessions()).map((each) => [each.isThis, each.endsAt - world.clock.now])).toEqual([[true, 120_000]]);
  world.clock.now += 120_000;
  expect(await isGood(here)).toBe(false);
  expect(await world.account.listSessions()).toEqual([]);
});

it("a sign-in ends the session that the browser had, whoever's it was, and no other", async () => {
  await using world = await createSignedInWorld();
  const { deps, here, there, isGood } = world;
  const session = () => Promise.resolve(here);
  await beginSession(deps, world.ours.user, { ...BROWSER, session }, "password");
  expect([await isGood(here), await isGood(there)]).toEqual([false, true]);
});

it("a session stays good where it cannot be noted when it was seen", async () => {
  await using world = await createSignedInWorld();
  world.clock.now += 3_600_000;
  const db = { ...world.deps.db, write: () => Promise.reject(new Error("disk full")) };
  expect(await sessionUser({ ...world.deps, db }, world.here, "192.0.2.1")).toMatchObject(GRACE);
});

it("a sign-in forgets sessions of the same person that are out of date", async () => {
  await using world = await createSignedInWorld();
  world.clock.now += SESSION_SECONDS * 1000;
  await beginSession(world.deps, GRACE, BROWSER, "password");
  expect(await world.deps.db.read.select().from(sessions)).toHaveLength(1);
});

it("one sees one's own sessions alone, with when and where each was last seen, and ends them one by one", async () => {
  await using world = await createSignedInWorld();
  world.clock.now += 3_600_000;
  await sessionUser(world.deps, world.there, "192.0.2.7");
  const list = await world.account.listSessions();
  expect(list.map((each) => [each.address, each.isThis, each.lastSeenAt === world.clock.now])).toEqual([
    ["192.0.2.7", false, true],
    ["192.0.2.1", true, false],
  ]);
  const stranger = createCaller(world.contextOf(world.theirs.user)).account;
  expect(await stranger.listSessions()).toEqual([]);
  await expect(stranger.endSession({ sessionId: world.there })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await world.account.endSession({ sessionId: world.there });
  expect([await world.isGood(world.here), await world.isGood(world.there)]).toEqual([true, false]);
  expect(await world.newestActivity()).toMatchObject({ actor: "Grace", action: "account.endSession" });
});

it("signing out everywhere ends every session, this one too", async () => {
  await using world = await createSignedInWorld();
  await signOutEverywhere(world.deps, GRACE, "192.0.2.1");
  expect([await world.isGood(world.here), await world.isGood(world.there)]).toEqual([false, false]);
  expect(await world.newestActivity()).toMatchObject({ action: "account.endSessions" });
});

it("a password is changed by who knows the present one, and signs every other browser out", async () => {
  await using world = await createSignedInWorld();
  const next = "another horse battery";
  await expect(world.account.changePassword({ current: "a guess", next })).rejects.toThrow("This is not your password.");
  await expect(world.account.changePassword({ current: PASSWORD, next: "too short" })).rejects.toThrow("A password has at least 12 characters.");
  expect([await world.isGood(world.here), await world.isGood(world.there)]).toEqual([true, true]);
  await world.account.changePassword({ current: PASSWORD, next });
  expect([await world.isGood(world.here), await world.isGood(world.there)]).toEqual([true, false]);
  expect([await world.signIn(next), await world.signIn(PASSWORD)]).toEqual([true, false]);
  expect(await world.newestActivity()).toMatchObject({ actor: "Grace", action: "account.changePassword", target: GRACE.email });
});

it("the present password cannot be guessed here faster than at the sign-in", async () => {
  await using world = await createSignedInWorld();
  const guess = () => world.account.changePassword({ current: "a guess", next: "another horse battery" });
  for (let i = 0; i < 3; i++) await expect(guess()).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(guess()).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" });
});

it("who has no password, because a provider signs in, sets none by guessing", async () => {
  await using world = await createSignedInWorld();
  const { account } = createCaller(world.contextOf(world.ours.user));
  expect((await account.get()).hasPassword).toBe(false);
  await expect(account.changePassword({ current: "anything", next: "another horse battery" })).rejects.toThrow("This is not your password.");
});

it("a new name shows in the list of members, and the activity tells the earlier one", async () => {
  await using world = await createSignedInWorld();
  await world.account.update({ name: "Grace Hopper" });
  const list = await createCaller(world.contextOf(world.ours.user)).members.list({ org: "ours" });
  expect(list.map((each) => each.name)).toContain("Grace Hopper");
  expect(await world.newestActivity()).toMatchObject({ actor: "Grace Hopper", action: "account.update", target: "Grace" });
});
