import { expect, it } from "vitest";
import { insertUser } from "@/db/queries/people";
import { members, refusedTries } from "@/db/schema/index";
import { hashPassword } from "@/server/auth/password";
import { tellRefusedTries } from "@/server/auth/refused";
import { beginSession } from "@/server/auth/session";
import { authenticate } from "@/server/auth/sign-in";
import { createCaller } from "@/server/trpc/root";
import { createTrpcWorld } from "@/tests/support/trpc-world";

const ADA = { id: "ada", email: "ada@example.com", name: "Ada" };
const passwordHash = hashPassword("correct horse battery staple");

/** Ada is a member of both orgs. */
async function createWorldWithAda() {
  const world = await createTrpcWorld();
  const hash = await passwordHash;
  await world.deps.db.write(async (tx) => {
    await insertUser(tx, { ...ADA, passwordHash: hash, createdAt: 0 });
    for (const { orgId } of [world.ours, world.theirs]) await tx.insert(members).values({ orgId, userId: ADA.id, role: "viewer", createdAt: 0 });
  });
  const activityOf = async (org: typeof world.ours) => (await createCaller(world.contextOf(org.user)).activity.list({ org: org.slug })).rows;
  const guess = (email = ADA.email) => authenticate(world.deps, { email, password: "a guess", address: "198.51.100.1" }).catch(() => undefined);
  return { ...world, activityOf, guess, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

it("a sign-in is told in each org of the person, with address, request and way", async () => {
  await using world = await createWorldWithAda();
  await beginSession(world.deps, ADA, { address: "192.0.2.1", userAgent: "" }, "github");
  for (const org of [world.ours, world.theirs]) {
    const [entry] = await world.activityOf(org);
    expect(entry).toMatchObject({ actor: "Ada", actorId: "ada", action: "account.signIn", target: ADA.email, address: "192.0.2.1" });
    expect(entry?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(JSON.stringify(entry)).toContain("github");
  }
});

it("refused tries are told with their count, once in five minutes however many there are", async () => {
  await using world = await createWorldWithAda();
  const toldTries = async () =>
    (await world.activityOf(world.ours)).flatMap((entry) => (entry.action === "account.refusedTry" ? [JSON.parse(entry.after ?? "{}").tries as number] : [])); // safe because of what is written
  await world.guess();
  await world.guess();
  await tellRefusedTries(world.deps);
  expect(await toldTries()).toEqual([]);
  for (let minute = 0; minute < 10; minute++) {
    world.clock.now += 60_000;
    await world.guess();
    await tellRefusedTries(world.deps);
  }
  expect(await toldTries()).toEqual([expect.any(Number)]);
  world.clock.now += 60 * 60_000;
  await tellRefusedTries(world.deps);
  const told = await toldTries();
  expect(told).toHaveLength(2);
  expect((await world.activityOf(world.theirs)).filter((entry) => entry.action === "account.refusedTry")).toHaveLength(2);
  expect((await world.activityOf(world.ours))[0]).toMatchObject({ actor: "Somebody", actorId: null, target: ADA.email, address: "198.51.100.1" });
  await tellRefusedTries(world.deps);
  expect(await toldTries()).toEqual(told);
});

it("tries for an address that is nobody's are noted as those for a person's are, and told to nobody", async () => {
  await using world = await createWorldWithAda();
  await world.guess("nobody@example.com");
  const kept = () => world.deps.db.read.select().from(refusedTries);
  expect(await kept()).toHaveLength(1);
  world.clock.now += 3600_000;
  await tellRefusedTries(world.deps);
  expect([await kept(), await world.activityOf(world.ours)]).toEqual([[], []]);
});
