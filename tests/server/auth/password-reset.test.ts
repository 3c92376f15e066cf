import { expect, it } from "vitest";
import { insertUser } from "@/db/queries/people";
import { members, orgs, resetLinks } from "@/db/schema/index";
import { hashPassword } from "@/server/auth/password";
import { askForReset, createResetLink, resetPassword } from "@/server/auth/password-reset";
import { hasSecondFactor, upsertSecondFactor } from "@/db/queries/sign-in";
import { beginSession, sessionUser } from "@/server/auth/session";
import { authenticate } from "@/server/auth/sign-in";
import type { OrgRole } from "@/server/domain/ability";
import type { Mail } from "@/server/mail";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const OLD = "correct horse battery staple";
const NEXT = "another horse battery";
const GRACE = { id: "5d2d6e5a-7b2a-4b57-9c4e-7f3d0a1c2b3e", name: "Grace", email: "grace@example.com" };
const address = "192.0.2.1";
const passwordHash = hashPassword(OLD);

const tokenOf = (link: string) => /\/reset#token=(sbr_\w+)$/.exec(link.trim())?.[1] ?? "";
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: Error) => error.message,
  );

/** Grace is a member of our org. Mails are kept. */
async function createWorldWithGrace({ role = "viewer" as OrgRole } = {}) {
  const world = await createTrpcWorld();
  const mails: Mail[] = [];
  const deps = { ...world.deps, sendMail: async (mail: Mail) => void mails.push(mail) };
  const hash = await passwordHash;
  await deps.db.write(async (tx) => {
    await insertUser(tx, { ...GRACE, passwordHash: hash, createdAt: 0 });
    await tx.insert(members).values({ orgId: world.ours.orgId, userId: GRACE.id, role, createdAt: 0 });
  });
  return {
    ...world,
    deps,
    mails,
    signIn: (password: string) => refusalOf(authenticate(deps, { email: GRACE.email, password, address })),
    reset: (token: string) => refusalOf(resetPassword(deps, { token, address }, NEXT)),
    asOwner: createCaller(world.contextOf(world.ours.user)),
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const BAD = /^This link is not good any more/;

it("a mailed link sets a new password once, ends every session and every other link, and is told in the activity", async () => {
  await using world = await createWorldWithGrace();
  const { deps, mails } = world;
  const { sessionId } = await beginSession(deps, GRACE, { address, userAgent: "" }, "password");
  for (let i = 0; i < 2; i++) await (await askForReset(deps, { email: GRACE.email, address }))();
  const [token = "", other = ""] = mails.map((mail) => tokenOf(mail.text.split("\n")[1] ?? ""));
  expect(mails[0]?.to).toBe(GRACE.email);
  expect(JSON.stringify(await deps.db.read.select().from(resetLinks))).not.toContain(token);
  expect(await world.reset(token)).toBe("done");
  expect([await world.reset(token), await world.reset(other)]).toEqual([expect.stringMatching(BAD), expect.stringMatching(BAD)]);
  expect(await sessionUser(deps, sessionId, address)).toBeNull();
  expect([await world.signIn(OLD), await world.signIn(NEXT)]).toEqual(["Email and password do not match.", "done"]);
  expect((await world.asOwner.activity.list({ org: "ours" })).rows[0]).toMatchObject({ actor: "Grace", action: "account.resetPassword", address });
});

it("a password that is made of the person's name or address is refused, and the link stays good", async () => {
  await using world = await createWorldWithGrace();
  const token = tokenOf((await createResetLink(world.deps, GRACE.email, false)) ?? "");
  await expect(resetPassword(world.deps, { token, address }, "grace-example-com")).rejects.toMatchObject({ code: "invalid", field: "password" });
  expect(await world.reset(token)).toBe("done");
});

it("an address that is nobody's, or signs in with a provider alone, is answered alike and mailed nothing", async () => {
  await using world = await createWorldWithGrace();
  for (const email of ["nobody@example.com", world.ours.user.email]) {
    const after = await askForReset(world.deps, { email, address });
    await after();
  }
  expect(world.mails).toEqual([]);
});

it("mails are asked for as slowly as passwords are guessed, for known and unknown addresses alike", async () => {
  await using world = await createWorldWithGrace();
  for (const email of [GRACE.email, "nobody@example.com"]) {
    const answers: string[] = [];
    for (let i = 0; i < 4; i++) answers.push(await refusalOf(askForReset(world.deps, { email, address })));
    expect(answers).toEqual(["done", "done", "done", expect.stringMatching(/^Too many tries/)]);
  }
});

it("a link is good for an hour, and is as slow to guess as a password", async () => {
  await using world = await createWorldWithGrace();
  const token = tokenOf((await createResetLink(world.deps, GRACE.email, false)) ?? "");
  world.clock.now += 3_600_000;
  expect(await world.reset(token)).toMatch(BAD);
  for (let i = 0; i < 19; i++) await world.reset("sbr_guess");
  expect(await world.reset(token)).toMatch(/^Too many tries/);
});

it("an Admin makes a link for a member, for an Owner only an Owner does", async () => {
  await using world = await createWorldWithGrace({ role: "admin" });
  const asGrace = createCaller(world.contextOf(GRACE));
  await expect(asGrace.members.makeResetLink({ org: "ours", userId: world.ours.user.id })).rejects.toThrow("This needs the role Owner; yours here is Admin.");
  const { link, email } = await world.asOwner.members.makeResetLink({ org: "ours", userId: GRACE.id });
  expect([email, await world.reset(tokenOf(link))]).toEqual([GRACE.email, "done"]);
});

it("nobody comes by a link into an org that is not theirs to manage", async () => {
  await using world = await createWorldWithGrace();
  const { deps, asOwner } = world;
  const make = () => refusalOf(asOwner.members.makeResetLink({ org: "ours", userId: GRACE.id }));
  await deps.db.write((tx) => tx.insert(members).values({ orgId: world.theirs.orgId, userId: GRACE.id, role: "viewer", createdAt: 0 }));
  expect(await make()).toMatch(/^This account belongs to an organization that you do not manage/);
  await deps.db.write(async (tx) => {
    await tx.delete(members);
    await tx.insert(orgs).values({ id: "third", slug: "third", name: "Third", createdAt: 0 });
    for (const orgId of [world.ours.orgId, "third"]) {
      await tx.insert(members).values({ orgId, userId: world.ours.user.id, role: "owner", createdAt: 0 });
      await tx.insert(members).values({ orgId, userId: GRACE.id, role: "owner", createdAt: 0 });
    }
  });
  expect(await make()).toBe("done");
});

it("the operator's link takes a lost second factor away where that was asked for, and no other does", async () => {
  await using world = await createWorldWithGrace();
  const { deps } = world;
  const factor = { userId: GRACE.id, secret: "sealed", confirmedAt: 1, usedStep: 1 };
  await deps.db.write((tx) => upsertSecondFactor(tx, factor));
  for (const removes of [false, true]) {
    await world.reset(tokenOf((await createResetLink(deps, "Grace@Example.com", removes)) ?? ""));
    expect(await hasSecondFactor(deps.db.read, GRACE.id)).toBe(!removes);
  }
  expect(await createResetLink(deps, "nobody@example.com", false)).toBeNull();
});
