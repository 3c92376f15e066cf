import { expect, it } from "vitest";
import { insertUser } from "@/db/queries/people";
import { members, recoveryCodes, secondFactors } from "@/db/schema/index";
import { reseal } from "@/server/at-rest/reseal";
import { createKeyRing } from "@/server/at-rest/seal";
import { newDevice } from "@/server/auth/device";
import { hashPassword } from "@/server/auth/password";
import { codesOf, dueUser, showSecondFactor } from "@/server/auth/second-factor";
import { beginSession, DUE_MS, sessionUser } from "@/server/auth/session";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const PASSWORD = "correct horse battery staple";
const GRACE = { id: "grace", name: "Grace", email: "grace@example.com" };
const BROWSER = { address: "192.0.2.1", userAgent: "Firefox" };
const passwordHash = hashPassword(PASSWORD);

/** Grace views our org, and is signed in. */
async function createSignedInWorld() {
  const world = await createTrpcWorld();
  const { deps } = world;
  const hash = await passwordHash;
  await deps.db.write(async (tx) => {
    await insertUser(tx, { ...GRACE, passwordHash: hash, createdAt: 0 });
    await tx.insert(members).values({ orgId: world.ours.orgId, userId: GRACE.id, role: "viewer", createdAt: 0 });
  });
  const begin = async (method: "password" | "github" | "oidc" = "password") => (await beginSession(deps, GRACE, BROWSER, method)).sessionId;
  const here = await begin();
  const callerOf = async (sessionId: string) => createCaller(world.contextOf(await sessionUser(deps, sessionId, "192.0.2.1")));
  const { account } = await callerOf(here);
  const made = { secret: "", shown: "" };
  const codeAt = (ms = world.clock.now) => codesOf(made.secret, "").generate({ timestamp: ms });
  return {
    ...world,
    begin,
    here,
    account,
    callerOf,
    codeAt,
    made,
    /** Sets the second factor up, and gives the recovery codes. */
    async setUp() {
      made.secret = (await account.beginSecondFactor({ password: PASSWORD })).secret;
      return (await account.confirmSecondFactor({ code: codeAt() })).recoveryCodes;
    },
    show: (sessionId: string, code: string, device?: string) =>
      showSecondFactor(deps, sessionId, code, { ...BROWSER, device }).then(
        (person) => {
          made.shown = person.sessionId;
          return person.name;
        },
        (error: Error) => error.message,
      ),
    isGood: async (sessionId: string) => (await sessionUser(deps, sessionId, "192.0.2.1")) !== null,
    actions: async () => (await createCaller(world.contextOf(world.ours.user)).activity.list({ org: "ours" })).rows.map((each) => each.action),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const WRONG = "This code is wrong, or was used already. Wait for the next one.";

it("a second factor is set up by who knows the password, asks for nothing until a code came back, and is sealed", async () => {
  await using world = await createSignedInWorld();
  const { account, deps } = world;
  await expect(account.beginSecondFactor({ password: "a guess" })).rejects.toThrow("This is not your password.");
  const { secret, svg } = await account.beginSecondFactor({ password: PASSWORD });
  expect(svg).toMatch(/^<svg[^>]*>/);
  expect(svg).not.toMatch(/script|href=/);
  expect(await world.isGood(await world.begin())).toBe(true);
  await expect(account.confirmSecondFactor({ code: "000000" })).rejects.toThrow(WRONG);
  expect((await account.get()).secondFactor).toBeNull();
  const there = await world.begin();
  const { recoveryCodes: codes } = await account.confirmSecondFactor({ code: codesOf(secret, "").generate({ timestamp: world.clock.now }) });
  expect(new Set(codes).size).toBe(10);
  expect((await account.get()).secondFactor).toEqual({ recoveryCodes: 10 });
  expect([await world.isGood(world.here), await world.isGood(there)]).toEqual([true, false]);
  const kept = JSON.stringify([await deps.db.read.select().from(secondFactors), await deps.db.read.select().from(recoveryCodes)]);
  for (const each of [secret, ...codes]) expect(kept).not.toContain(each);
  expect((await world.actions())[0]).toBe("account.setUpSecondFactor");
});

it("after the password a session is good for nothing but showing a code, for ten minutes", async () => {
  await using world = await createSignedInWorld();
  await world.setUp();
  const session = await world.begin();
  expect([await world.isGood(session), (await dueUser(world.deps, session))?.name]).toEqual([false, "Grace"]);
  expect((await world.account.listSessions()).map((each) => each.id)).toEqual([world.here]);
  world.clock.now += 30_000;
  expect(await world.show(session, world.codeAt())).toBe("Grace");
  expect([await world.isGood(world.made.shown), (await world.actions())[0]]).toEqual([true, "account.signIn"]);
  expect([await world.isGood(session), await dueUser(world.deps, session)], "under the id of before").toEqual([false, null]);
  const late = await world.begin();
  world.clock.now += DUE_MS;
  expect(await world.show(late, world.codeAt())).toBe("This sign-in took too long. Begin it again.");
});

it("a code is taken once, and none that is older than it; one a step early or late is", async () => {
  await using world = await createSignedInWorld();
  await world.setUp();
  expect(await world.show(await world.begin(), world.codeAt()), "the code of the set-up").toBe(WRONG);
  world.clock.now += 90_000;
  const code = world.codeAt(world.clock.now + 30_000);
  expect(await world.show(await world.begin(), `${code.slice(0, 3)} ${code.slice(3)}`)).toBe("Grace");
  expect(await world.show(await world.begin(), code)).toBe(WRONG);
  expect(await world.show(await world.begin(), world.codeAt())).toBe(WRONG);
  world.clock.now += 90_000;
  expect(await world.show(await world.begin(), world.codeAt(world.clock.now - 60_000))).toBe(WRONG);
});

it("two uses of one code at once let one in", async () => {
  await using world = await createSignedInWorld();
  await world.setUp();
  world.clock.now += 30_000;
  const [one, two] = [await world.begin(), await world.begin()];
  const answers = await Promise.all([world.show(one, world.codeAt()), world.show(two, world.codeAt())]);
  expect(answers.toSorted()).toEqual(["Grace", WRONG]);
});

it("a recovery code signs in once, and new ones end those before", async () => {
  await using world = await createSignedInWorld();
  const [first = "", second = "", third = ""] = await world.setUp();
  expect(await world.show(await world.begin(), first.toUpperCase().replaceAll("-", " "))).toBe("Grace");
  expect(await world.show(await world.begin(), first)).toBe(WRONG);
  const { recoveryCodes: renewed } = await world.account.renewRecoveryCodes({ password: PASSWORD, code: second });
  expect(await world.show(await world.begin(), third)).toBe(WRONG);
  expect(await world.show(await world.begin(), renewed[0] ?? "")).toBe("Grace");
});

it("codes are as slow to guess as a password, whoever signs in anew, and a stranger's guesses hold up no known browser", async () => {
  await using world = await createSignedInWorld();
  await world.setUp();
  world.clock.now += 30_000;
  for (let i = 0; i < 3; i++) expect(await world.show(await world.begin(), "000000")).toBe(WRONG);
  expect(await world.show(await world.begin(), world.codeAt())).toMatch(/^Too many tries/);
  expect(await world.show(await world.begin(), world.codeAt(), newDevice(world.deps, GRACE.email))).toBe("Grace");
});

it("a data key that takes the place of the first one opens it still", async () => {
  await using world = await createSignedInWorld();
  await world.setUp();
  const { deps, url } = world;
  const newest = new Uint8Array(32).fill(8);
  await reseal({ db: deps.db, url, keys: () => createKeyRing(newest, [new Uint8Array(32).fill(7)]), now: deps.now, say: () => undefined });
  world.clock.now += 30_000;
  const person = await showSecondFactor({ ...deps, keys: createKeyRing(newest) }, await world.begin(), world.codeAt(), BROWSER);
  expect(person.name).toBe("Grace");
});

it("turning it off asks for password and code", async () => {
  await using world = await createSignedInWorld();
  const [code = ""] = await world.setUp();
  await expect(world.account.removeSecondFactor({ password: "a guess", code })).rejects.toThrow("This is not your password.");
  await expect(world.account.removeSecondFactor({ password: PASSWORD, code: "000000" })).rejects.toThrow(WRONG);
  await world.account.removeSecondFactor({ password: PASSWORD, code });
  expect([(await world.account.get()).secondFactor, await world.isGood(await world.begin())]).toEqual([null, true]);
  expect(await world.deps.db.read.select().from(recoveryCodes)).toEqual([]);
});

it("sign-ins by GitHub and by single sign-on ask for it too, unless the provider says that it asked for its own", async () => {
  await using world = await createSignedInWorld();
  await world.setUp();
  const { sessionId } = await beginSession(world.deps, GRACE, BROWSER, "oidc", true);
  const begun = [await world.begin("github"), await world.begin("oidc"), sessionId];
  expect(await Promise.all(begun.map((id) => world.isGood(id)))).toEqual([false, false, true]);
});
